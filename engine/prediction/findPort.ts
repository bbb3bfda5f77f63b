import type { NodePort } from "../compiler/predictionStep";
import { nearest } from "../graph/nearest";
import { passedBy } from "../graph/passedBy";
import type { TypedGraph } from "../graph/typedGraph";
import { pathOf } from "../tensor/path";
import { unknownPort } from "./errors";

/**
 * The output of a node that a name stands for: `node.port`, `node` for its first output, a path into blocks, or an output
 * of an instance of a block. Throws an EngineError with the nearest name.
 */
export function findPort(typed: TypedGraph, name: string): NodePort {
  const dot = name.indexOf(".");
  const [node, port] = dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
  const found = typed.nodes.get(node);
  const passed = passedBy(typed, node, port);
  if (passed)
    return findPort(typed, passed.port === undefined ? passed.node : pathOf(passed.node, passed.port));
  const output = found?.outputPorts.find((each) => port === undefined || each.name === port);
  if (output) return { node, port: output.name };
  const outputs = new Map(Object.entries(typed.instances.get(node)?.outputs ?? {}));
  const behind = port === undefined ? [...outputs.values()][0] : outputs.get(port);
  const first = behind && typed.nodes.get(behind.node)?.outputPorts[0]?.name;
  if (behind && first !== undefined) return { node: behind.node, port: behind.port ?? first };
  throw unknownPort(name, nearest(name, portNames(typed)));
}

/** The names of all outputs, and of the nodes that have them. */
function* portNames({ nodes, instances }: TypedGraph): Generator<string> {
  for (const [id, { outputPorts }] of nodes) {
    yield id;
    for (const { name } of outputPorts) yield pathOf(id, name);
  }
  for (const [id, { outputs }] of instances) {
    yield id;
    for (const name of Object.keys(outputs)) yield pathOf(id, name);
  }
}
