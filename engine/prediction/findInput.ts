import type { NodePort } from "../compiler/predictionStep";
import type { TypedGraph } from "../graph/typedGraph";
import { findPort } from "./findPort";

/**
 * The port that a name of an input stands for: as for outputs, or the name of a port of the data alone, such as `image`,
 * if there is one. Throws an EngineError.
 */
export function findInput(typed: TypedGraph, name: string): NodePort {
  if (!typed.nodes.has(name) && !typed.instances.has(name)) {
    for (const [node, { layer, outputs }] of typed.nodes)
      if (layer.lower === undefined && Object.hasOwn(outputs, name)) return { node, port: name };
  }
  return findPort(typed, name);
}
