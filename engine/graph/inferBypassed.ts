import type { DataFacts } from "../data/catalog/facts";
import { anyNumber } from "../layers/range";
import { withOwners } from "../tensor/path";
import type { Bypassed } from "./expansion";
import type { Graph } from "./graph";
import { inferNode } from "./inferNode";
import type { LinkedNode } from "./links";
import { topologicalOrder } from "./order";
import { sourcesOf } from "./sourcesOf";
import type { BypassedParts, Source, TypedNode } from "./typedGraph";

/**
 * The types that bypassed nodes would have, given those of the others. Their problems are not reported, since they are not
 * there, and neither are their weights.
 */
export function inferBypassed(
  whole: Graph,
  absent: Bypassed,
  linked: ReadonlyMap<string, LinkedNode>,
  present: ReadonlyMap<string, TypedNode>,
  facts: DataFacts,
): BypassedParts {
  const nodes = new Map<string, TypedNode>();
  const at = ({ node }: Source) => nodes.get(node) ?? present.get(node);
  const ids = [...absent.nodes.keys()].filter((id) => linked.has(id));
  const own = new Set(ids);
  const { order } = topologicalOrder(ids, (id) => sourcesOf(linked.get(id)).filter((from) => own.has(from)));
  for (const id of order) {
    const node = linked.get(id);
    if (!node) continue;
    const { types } = inferNode(
      whole,
      node,
      (source) => at(source)?.outputs[source.port],
      (source) => at(source)?.ranges[source.port] ?? anyNumber,
      Object.hasOwn(facts, id) ? facts[id] : undefined,
    );
    nodes.set(id, { ...node, ...types, weights: {}, parameterCount: 0, multiplyAdds: 0, saved: 0 });
  }
  const { instances, passes } = absent;
  const inner = [...absent.nodes.keys(), ...instances.keys()].flatMap((path) => withinPass(path, passes));
  return { nodes, instances, passes, paths: new Set([...passes.keys(), ...inner]) };
}

/** A path and those of its owners, as far as these are bypassed themselves. */
function withinPass(path: string, passes: Bypassed["passes"]): string[] {
  const owners = withOwners(path);
  return owners.slice(0, owners.findIndex((owner) => passes.has(owner)) + 1);
}
