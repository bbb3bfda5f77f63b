import { t } from "@vscode/l10n";
import { edgeAt } from "./edgeAt";
import type { Graph } from "./graph";
import { anyNumber } from "../layers/range";
import { domainProblems } from "./domainProblems";
import { inferNode } from "./inferNode";
import type { LinkedNode } from "./links";
import { link } from "./links";
import { topologicalOrder } from "./order";
import type { Problem } from "./problem";
import { shortened } from "./shortened";
import type { TypedGraph, TypedNode } from "./typedGraph";
import type { DataFacts } from "../data/catalog/facts";

/**
 * Works out every shape, weight and cost of a graph. What is wrong becomes a problem at its own node or edge; what
 * lies behind it stays without types and silent.
 */
export function infer(graph: Graph, facts: DataFacts = {}): TypedGraph {
  const { nodes: linked, problems } = link(graph, facts);
  const { order, cycles } = topologicalOrder([...linked.keys()], (id) => sourcesOf(linked.get(id)));
  for (const cycle of cycles) problems.push(cycleProblem(graph, linked, cycle));

  const nodes = new Map<string, TypedNode>();
  for (const id of order) {
    const node = linked.get(id);
    if (!node) continue;
    const { types, problems: found } = inferNode(
      graph,
      node,
      (source) => nodes.get(source.node)?.outputs[source.port],
      (source) => nodes.get(source.node)?.ranges[source.port] ?? anyNumber,
      Object.hasOwn(facts, id) ? facts[id] : undefined,
    );
    problems.push(...found);
    nodes.set(id, { ...node, ...types });
  }
  problems.push(...domainProblems(graph, nodes));
  const typed = [...nodes.values()];
  return {
    graph,
    order,
    nodes,
    problems: problems.sort((a, b) => a.range.offset - b.range.offset),
    parameterCount: typed.reduce((sum, node) => sum + node.parameterCount, 0),
    multiplyAdds: typed.reduce((sum, node) => sum + node.multiplyAdds, 0),
  };
}

/** The nodes that a node's wires come from. */
export function sourcesOf(linked: LinkedNode | undefined): string[] {
  return Object.values(linked?.incoming ?? {}).flatMap((sources) => sources.map(({ node }) => node));
}

/** At the wire of the circle that stands last in the document: the one that closed it, most likely. */
function cycleProblem(
  graph: Graph,
  linked: ReadonlyMap<string, LinkedNode>,
  cycle: readonly string[],
): Problem {
  const into = cycle.map((id, step) => {
    const before = cycle.at(step - 1);
    const wires = Object.values(linked.get(id)?.incoming ?? {}).flat();
    return largest(wires.filter(({ node }) => node === before).map(({ edge }) => edge));
  });
  const closing = largest(into);
  const start = into.indexOf(closing);
  const path = [...cycle.slice(start), ...cycle.slice(0, start)];
  return {
    code: "cycle",
    severity: "error",
    message: t(
      "These wires lead in a circle: {0}. Remove one of them; for a sequence use RNN, LSTM or GRU.",
      shortened([...path, ...path.slice(0, 1)]).join(" → "),
    ),
    range: edgeAt(graph, closing)?.place ?? graph.places.edges,
    node: path[0],
    edge: closing,
  };
}

/** The largest of some numbers, of which there may be more than a call takes arguments. */
function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), -1);
}
