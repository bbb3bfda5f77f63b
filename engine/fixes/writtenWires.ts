import { scopeOf } from "../document/pathThrough";
import { isBypassed } from "../graph/canBeBypassed";
import { edgeAt } from "../graph/edgeAt";
import { findOnPage } from "../graph/page";
import type { EdgeEnd, GraphEdge, Scope } from "../graph/graph";
import type { TypedGraph, TypedNode } from "../graph/typedGraph";
import { writtenPort } from "../graph/writtenPort";
import type { Arriving } from "./fix";

/** A wire in the document or in a block. */
export interface WrittenWire {
  /** The name of the block; undefined for the document. */
  readonly block: string | undefined;
  readonly scope: Scope;
  /** Its index in the scope's `edges`. */
  readonly index: number;
  readonly from: WrittenEnd;
  readonly to: WrittenEnd;
}

/** A node of the scope, or a port of the block, which has no ports of its own. */
export type WrittenEnd = Pick<EdgeEnd, "node" | "port">;

/**
 * The wires that a wire of the expanded graph consists of, from the node that it ends at outwards: the one in the node's
 * scope and, where that begins at an input of the block, the one to the instance, and so on. Empty for a wire between
 * repetitions, which is written nowhere.
 */
export function writtenWires(
  typed: TypedGraph,
  node: TypedNode,
  { source, port }: Pick<Arriving, "source" | "port">,
): readonly WrittenWire[] {
  const { block, index } = edgeAt(typed.flat, source.edge)?.origin ?? {
    block: undefined,
    index: source.edge,
  };
  const found: WrittenWire[] = [];
  let place: { readonly block: string | undefined; readonly edge: GraphEdge | undefined } = {
    block,
    edge: edgeIn(scopeOf(typed.graph, block), index),
  };
  let path = findOnPage(typed, node.node.id)?.page.path ?? "";
  for (;;) {
    const { block, edge } = place;
    const scope = scopeOf(typed.graph, block);
    if (!scope || !edge) return found;
    found.push({
      block,
      scope,
      index: edge.index,
      from: fromOf(typed, scope, edge, source),
      to:
        found.length > 0 ? endOf(edge.to) : { node: edge.to.node, port: writtenPort(node.inputPorts, port) },
    });
    if (scope.nodes.has(edge.from.node)) return found;
    const outer = wireToInput(typed, path, edge.from.node);
    if (!outer) return found;
    ({ path } = outer);
    place = outer;
  }
}

/** The wire to an input of an instance; undefined if there is none, or if it comes from the repetition before. */
function wireToInput(typed: TypedGraph, path: string, input: string) {
  const instance = typed.instances.get(path);
  const inputs = typed.graph.blocks.get(instance?.block ?? "")?.inputs ?? [];
  const isFirst = inputs[0]?.name === input;
  if (!instance || (isFirst && path !== instance.node && path !== `${instance.node}/0`)) return undefined;
  const site = findOnPage(typed, instance.node);
  if (!site) return undefined;
  const { path: around, block: name } = site.page;
  const block = around === "" ? undefined : name;
  const edge = scopeOf(typed.graph, block)?.edges.find(
    ({ to }) => to.node === site.id && (to.port === undefined ? isFirst : to.port === input),
  );
  return { path: around, block, edge };
}

/** The beginning of a wire; a port of a layer is omitted where it can be. */
function fromOf(
  typed: TypedGraph,
  scope: Scope,
  { from }: GraphEdge,
  source: Arriving["source"],
): WrittenEnd {
  const node = scope.nodes.get(from.node);
  const maker = typed.nodes.get(source.node);
  // What leads past a bypassed node begins at another one.
  if (!node || !maker || typed.graph.blocks.has(node.type) || isBypassed(typed.graph, node))
    return endOf(from);
  return { node: from.node, port: writtenPort(maker.outputPorts, source.port) };
}

function endOf({ node, port }: EdgeEnd): WrittenEnd {
  return { node, port };
}

function edgeIn(scope: Scope | undefined, index: number): GraphEdge | undefined {
  return scope && edgeAt(scope, index);
}
