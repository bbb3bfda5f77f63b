import { layers } from "../layers";
import { Cast } from "../layers/structure/Cast";
import { OneHot } from "../layers/structure/OneHot";
import { expand } from "../graph/expand";
import type { Graph, GraphNode } from "../graph/graph";
import { portOf } from "../graph/links";
import { rearranging } from "../graph/rearranging";
import type { TypedGraph, TypedNode } from "../graph/typedGraph";
import { targetCarriers } from "./targetCarriers";
import { writtenAlike } from "./writtenNode";

/** Layers that represent the same values in another form, without changing their meaning. */
const rewriting = new Set([...rearranging, Cast, OneHot]);

/**
 * Whether the targets' meaning is the same after an edit, given the graph after it. Nothing with weights and nothing that
 * changes values may be inserted into a wire that leads to a target: the network would learn its own targets. The node with
 * the problem may be changed anyway, since the user put it there.
 */
export function targetGuard(typed: TypedGraph, inTrouble: TypedNode): (after: Graph) => boolean {
  const carries = targetCarriers(typed);
  const excepted = new Set(writtenAlike(typed, inTrouble.node));
  const mayChange = (id: string): boolean => {
    const layer = typed.nodes.get(id)?.layer;
    const isGiven = layer?.inputs.length === 0;
    return excepted.has(id) || isGiven || !carries.node(id) || isRewriting(layer?.type ?? "");
  };
  return (after) => {
    const { graph: flat } = expand(after);
    const added = new Map<string, GraphNode>();
    for (const node of flat.nodes.values()) {
      const before = typed.flat.nodes.get(node.id);
      if (!before) added.set(node.id, node);
      else if (!isSame(before, node) && !mayChange(node.id)) return false;
    }
    if (added.size === 0 || [...added.values()].every(({ type }) => isRewriting(type))) return true;
    return !flat.edges.some(({ from, to }) => {
      const target = typed.nodes.get(to.node);
      const port = target && portOf(target.inputPorts, to.port);
      return port && added.has(from.node) && carries.input(to.node, port);
    });
  };
}

function isSame(one: GraphNode, other: GraphNode): boolean {
  return (
    one.type === other.type &&
    (one.params === other.params || JSON.stringify(one.params) === JSON.stringify(other.params))
  );
}

function isRewriting(type: string): boolean {
  const layer = layers.get(type);
  return layer !== undefined && rewriting.has(layer);
}
