import { Input } from "../layers/data/Input";
import type { NodePath } from "../tensor/path";
import { sourcesOf } from "./sourcesOf";
import type { TypedGraph, TypedNode } from "./typedGraph";

/**
 * The part of a graph that the outputs of some nodes depend on. The `given` nodes are not computed but fed, like an
 * Input, so that nothing in front of them is needed for them.
 */
export function neededPart(
  typed: TypedGraph,
  wanted: Iterable<NodePath>,
  given: ReadonlySet<NodePath> = new Set(),
): TypedGraph {
  const reached = new Set(wanted);
  for (const id of reached)
    if (!given.has(id)) for (const source of sourcesOf(typed.nodes.get(id))) reached.add(source);
  const nodes = [...typed.nodes].filter(([id]) => reached.has(id));
  return {
    ...typed,
    order: typed.order.filter((id) => reached.has(id)),
    nodes: new Map(nodes.map(([id, node]) => [id, given.has(id) ? fed(node) : node])),
  };
}

/** A node with the outputs of another, which are fed and may have any values. */
function fed({ node, params, outputPorts, outputs, saved }: TypedNode): TypedNode {
  const nothing = { incoming: {}, inputs: {}, ranges: {}, domains: {}, weights: {} };
  const costs = { parameterCount: 0, multiplyAdds: 0, saved };
  return { node, layer: Input, params, inputPorts: [], outputPorts, outputs, ...nothing, ...costs };
}
