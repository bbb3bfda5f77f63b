import { sources } from "../data/catalog";
import { sourceName } from "../data/catalog/sourceName";
import type { Environment } from "../data/environments/Environment";
import { Dataset } from "../layers/data/Dataset";
import type { GraphType } from "../tensor/graphType";
import { at } from "../tensor/tensor";
import { dataSourceOf } from "./dataSourceOf";
import type { FlatEnd } from "./frame";
import { passedBy } from "./passedBy";
import type { TypedGraph, TypedNode } from "./typedGraph";

type Graph = Pick<TypedGraph, "graph" | "flat" | "instances" | "bypassed" | "nodes">;

/** The environment of a Dataset whose source is one; undefined for other nodes, and while its parameters are wrong. */
export function environmentOf(node: Pick<TypedNode, "layer" | "params">): Environment | undefined {
  return dataSourceOf(node)?.environment?.(node.params ?? {});
}

/** Whether a node is a Dataset whose source is an environment. */
export function isPlayed({ layer, node }: Pick<TypedNode, "layer" | "node">): boolean {
  return layer === Dataset && sources.get(sourceName(node.params))?.environment !== undefined;
}

/** An output of a node of the expanded graph. */
export interface Output {
  readonly node: TypedNode;
  readonly port: string;
  /** Undefined while it is unknown. */
  readonly type: GraphType | undefined;
}

/** The output that the `policy` of a Dataset names: `q.output`, or `q` for its first one; undefined if there is none. */
export function policyOf(graph: Graph, { node }: Pick<TypedNode, "node">): Output | undefined {
  const written = node.params.policy;
  if (typeof written !== "string") return undefined;
  const [name = "", ...port] = written.split(".");
  // Like what a node says about sharing, a path is relative to the level at which it is written.
  const path = node.id.slice(0, node.id.lastIndexOf("/") + 1) + name;
  const end = endAt(graph, lastOf(graph, path), port.length > 0 ? port.join(".") : undefined);
  const typed = end && graph.nodes.get(end.node);
  const found = typed?.outputPorts.find(({ name: own }) => end?.port === undefined || own === end.port);
  return typed && found && { node: typed, port: found.name, type: typed.outputs[found.name] };
}

/** Every output that a policy of the document's own level can name. */
export function outputNames({ instances, nodes }: Graph): string[] {
  return [
    ...[...instances].flatMap(([path, { outputs }]) => Object.keys(outputs).map((port) => `${path}.${port}`)),
    ...[...nodes].flatMap(([path, { outputPorts }]) => outputPorts.map(({ name }) => `${path}.${name}`)),
  ];
}

function endAt(graph: Graph, path: string, port: string | undefined): FlatEnd | undefined {
  const { instances, nodes } = graph;
  const passed = passedBy(graph, path, port);
  if (passed) return passed;
  if (nodes.has(path)) return { node: path, ...(port !== undefined && { port }) };
  const outputs = Object.entries(instances.get(path)?.outputs ?? {});
  return outputs.find(([name]) => port === undefined || name === port)?.[1];
}

/** The last repetition of a repeated node, from which its wires begin; the same path for others. */
function lastOf({ instances, nodes }: Graph, path: string): string {
  if (nodes.has(path) || instances.has(path)) return path;
  const copies: string[] = [];
  for (;;) {
    const copy = `${path}/${String(copies.length)}`;
    if (!nodes.has(copy) && !instances.has(copy)) break;
    copies.push(copy);
  }
  return copies.length === 0 ? path : at(copies, copies.length - 1);
}
