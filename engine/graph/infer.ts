import { t } from "@vscode/l10n";
import { edgeAt } from "./edgeAt";
import { bypassProblems } from "./bypassProblems";
import { expand, expandWithout } from "./expand";
import type { Expansion } from "./expansion";
import type { Graph } from "./graph";
import { anyNumber } from "../layers/range";
import { carryProblems } from "./carryProblems";
import { domainProblems } from "./domainProblems";
import { inDocument } from "./inDocument";
import { inferBypassed } from "./inferBypassed";
import { InferredOnce } from "./InferredOnce";
import { inferNode } from "./inferNode";
import type { LinkedNode } from "./links";
import { link } from "./links";
import { objectiveNameProblems } from "./objectiveNames";
import { topologicalOrder } from "./order";
import { playProblems } from "./playProblems";
import { sourcesOf } from "./sourcesOf";
import type { Problem } from "./problem";
import { shareWeights } from "./shareWeights";
import { streamProblems } from "./streamProblems";
import { shortened } from "./shortened";
import type { Source, TypedGraph, TypedNode } from "./typedGraph";
import type { DataFacts } from "../data/catalog/facts";

/**
 * Infers every shape, weight and cost of a graph. Errors become problems at their own node or edge; nodes downstream of
 * them have no types and no problems of their own.
 */
export function infer(document: Graph, facts: DataFacts = {}): TypedGraph {
  const typed = inferExpanded(document, expand(document), facts);
  const misled = bypassProblems(typed);
  if (misled.length === 0) return typed;
  // What is downstream of a bypass that changes a type has no types, as behind any other mistake.
  const cut = new Set(misled.flatMap(({ node }) => node ?? []));
  const again = inferExpanded(document, expandWithout(document, cut), facts);
  const found = bypassProblems(again);
  return {
    ...again,
    problems: [...again.problems, ...inDocument(again, found)].sort(byOffset),
    flatProblems: [...again.flatProblems, ...found],
  };
}

function byOffset(a: Problem, b: Problem): number {
  return a.range.offset - b.range.offset;
}

function inferExpanded(document: Graph, expansion: Expansion, facts: DataFacts): TypedGraph {
  const { graph, instances, bypassed: absent, problems: unexpanded } = expansion;
  // What is bypassed is linked too: its wires may be wrong. Nothing leads from there to the other nodes.
  const whole = absent
    ? {
        ...graph,
        nodes: new Map([...graph.nodes, ...absent.nodes]),
        edges: [...graph.edges, ...absent.edges],
      }
    : graph;
  const { nodes: all, problems } = link(whole, facts);
  const linked = absent ? new Map([...all].filter(([id]) => !absent.nodes.has(id))) : all;
  const { order, cycles } = topologicalOrder([...linked.keys()], (id) => sourcesOf(linked.get(id)));
  for (const cycle of cycles) problems.push(cycleProblem(graph, linked, cycle));

  const once = graph === document ? undefined : new InferredOnce();
  const nodes = new Map<string, TypedNode>();
  for (const id of order) {
    const node = linked.get(id);
    if (!node) continue;
    const typeOf = (source: Source) => nodes.get(source.node)?.outputs[source.port];
    const rangeOf = (source: Source) => nodes.get(source.node)?.ranges[source.port] ?? anyNumber;
    const key = once?.keyOf(node, typeOf, rangeOf);
    const same = key === undefined ? undefined : once?.get(key);
    if (same) {
      nodes.set(id, { ...node, ...same });
      continue;
    }
    const nodeFacts = Object.hasOwn(facts, id) ? facts[id] : undefined;
    const { types: inferred, problems: found } = inferNode(graph, node, typeOf, rangeOf, nodeFacts);
    const types = once?.shared(inferred) ?? inferred;
    if (key !== undefined && found.length === 0 && !nodeFacts) once?.set(key, types);
    problems.push(...found);
    nodes.set(id, { ...node, ...types });
  }
  const bypassed = absent && inferBypassed(whole, absent, all, nodes, facts);
  problems.push(
    ...domainProblems(graph, nodes),
    ...carryProblems(order, nodes),
    ...playProblems({ graph: document, flat: graph, instances, bypassed, nodes }),
    ...shareWeights(graph, nodes, bypassed?.paths),
    ...objectiveNameProblems(document, graph, linked, bypassed?.paths),
    ...(graph === document ? [] : streamProblems(graph)),
  );
  const typed = [...nodes.values()];
  const found = inDocument({ graph: document, flat: whole }, problems);
  return {
    graph: document,
    flat: graph,
    instances,
    ...(bypassed && { bypassed }),
    order,
    nodes,
    problems: [...unexpanded, ...found].sort(byOffset),
    flatProblems: [...unexpanded, ...problems],
    parameterCount: typed.reduce((sum, node) => sum + node.parameterCount, 0),
    multiplyAdds: typed.reduce((sum, node) => sum + node.multiplyAdds, 0),
  };
}

/** Reported at the cycle's last wire in the document: most likely the one that closed it. */
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
      "These wires form a cycle: {0}. Remove one of them; for sequences, use RNN, LSTM or GRU.",
      shortened([...path, ...path.slice(0, 1)]).join(" → "),
    ),
    range: edgeAt(graph, closing)?.place ?? graph.places.edges,
    node: path[0],
    edge: closing,
  };
}

/** Not Math.max(...numbers): there may be more than a call can take as arguments. */
function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), -1);
}
