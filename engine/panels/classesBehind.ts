import type { TypedGraph } from "../graph/typedGraph";
import { sampleShape } from "../tensor/graphType";
import { pathOf } from "../tensor/path";
import type { Port } from "./panel";

/**
 * The data that a value is made of by the fewest nodes, among those with a class index for each of so many positions;
 * undefined if there are none.
 */
export function classesBehind({ nodes }: TypedGraph, value: Port, positions: number): Port | undefined {
  const reached = new Map([[pathOf(value.node, value.port), value]]);
  for (const { node, port } of reached.values()) {
    const typed = nodes.get(node);
    const type = typed?.outputs[port];
    if (!typed || !type) continue;
    const [length, ...others] = sampleShape(type);
    if (!typed.layer.lower && type.dtype === "int32" && length === positions && others.length === 0)
      return { node, port };
    for (const wire of Object.values(typed.incoming).flat()) {
      const path = pathOf(wire.node, wire.port);
      if (!reached.has(path)) reached.set(path, wire);
    }
  }
  return undefined;
}
