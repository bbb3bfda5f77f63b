import type { OnnxGraph, OnnxNode, OnnxTensor } from "./model";

/** What rewrite rules can look up in a graph. */
export interface GraphView {
  /** The node that outputs a tensor, as rewritten so far, if it is of this type. */
  readonly producer: (name: string | undefined, type: string) => OnnxNode | undefined;
  /** How many nodes and outputs read a tensor in the original graph. */
  readonly uses: (name: string) => number;
  readonly constant: (name: string | undefined) => OnnxTensor | undefined;
  /** The shape of an input, a constant or a value of the Program. */
  readonly shape: (name: string) => readonly (number | string)[] | undefined;
}

/** Returns the nodes that replace a node, the last of which has its outputs, or undefined to leave it. */
export type Rule = (node: OnnxNode, graph: GraphView) => readonly OnnxNode[] | undefined;

/** Applies to each node, in order, the first rule that matches. Nodes that become unused are not removed. */
export function rewrite(graph: OnnxGraph, rules: readonly Rule[]): OnnxGraph {
  const uses = new Map<string, number>();
  const read = [...graph.nodes.flatMap(({ inputs }) => inputs), ...graph.outputs.map(({ name }) => name)];
  for (const name of read) uses.set(name, (uses.get(name) ?? 0) + 1);
  const constants = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const shapes = new Map<string, readonly (number | string)[]>(graph.shapes);
  for (const { name, shape } of [...graph.inputs, ...graph.initializers]) shapes.set(name, shape);
  const producers = new Map<string, OnnxNode>();
  const view: GraphView = {
    producer: (name, type) => {
      const node = producers.get(name ?? "");
      return node?.type === type ? node : undefined;
    },
    uses: (name) => uses.get(name) ?? 0,
    constant: (name) => constants.get(name ?? ""),
    shape: (name) => shapes.get(name),
  };
  const nodes: OnnxNode[] = [];
  for (const node of graph.nodes) {
    let replacement: readonly OnnxNode[] | undefined;
    for (const rule of rules) replacement ??= rule(node, view);
    for (const produced of replacement ?? [node]) {
      nodes.push(produced);
      for (const output of produced.outputs) producers.set(output, produced);
    }
  }
  return { ...graph, nodes };
}
