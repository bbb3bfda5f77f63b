import { t } from "@vscode/l10n";
import { layers } from "../layers";
import { at } from "../tensor/tensor";
import { writeEdge } from "../graph/edgeText";
import type { Block } from "../graph/graph";
import { newNode } from "../document/newNode";
import { writeValue } from "../document/writeJson";
import type { Arriving, Candidate, Conflict } from "./fix";
import { inBlock, titleInBlock } from "./inBlock";
import { writtenAlike } from "./writtenNode";
import { writtenWires, type WrittenWire } from "./writtenWires";

export interface NewLayer {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/**
 * Proposes inserting a row of layers into a wire; nothing if one of the layers does not exist. If the wire enters
 * one of several instances of a block, they may be inserted inside, or before the instance.
 */
export function insertOn(
  { typed, node }: Pick<Conflict, "typed" | "node">,
  wire: Pick<Arriving, "source" | "port">,
  row: readonly NewLayer[],
): readonly Candidate[] {
  if (row.some(({ type }) => !layers.has(type))) return [];
  const changes = [`${String(wire.source.edge)} ${row.map(({ type }) => type).join(" ")}`];
  const places = writtenWires(typed, node, wire);
  const alike = writtenAlike(typed, node.node);
  // What is inserted inside a block is in all of its instances, of which others may be in order.
  const isFine = (id: string) => Object.keys(typed.nodes.get(id)?.outputs ?? {}).length > 0;
  const ordered = alike.some(isFine) ? places.toReversed() : places;
  return (alike.length > 1 ? ordered : places.slice(0, 1)).map((place) => ({
    ...insertedInto(place, row),
    changes,
  }));
}

function insertedInto(wire: WrittenWire, row: readonly NewLayer[]): Pick<Candidate, "title" | "edit"> {
  const { block, scope, index, from, to } = wire;
  const add = newNodes(wire);
  const nodes = row.map(({ type, params }) => add(type, params));
  const ends = [from, ...nodes.map(({ id }) => ({ node: id })), to];
  const added = row.map(describe).join(" → ");
  return {
    title: titleInBlock(t('Insert {0} between "{1}" and "{2}"', added, from.node, to.node), block),
    edit: {
      kind: "add",
      nodes,
      edges: ends.slice(1).map((end, i) => writeEdge(at(ends, i), end)),
      layout: between(scope.layout, from.node, to.node, nodes),
      replaces: [index],
      ...inBlock(block),
    },
  };
}

/** Makes nodes for a wire's scope, one after the other, with free names. */
export function newNodes({ scope }: Pick<WrittenWire, "scope">) {
  const { inputs = [], outputs = [] } = scope as Partial<Block>;
  const taken = new Set([...scope.nodes.keys(), ...[...inputs, ...outputs].map(({ name }) => name)]);
  return (type: string, params: Readonly<Record<string, unknown>> = {}) => {
    const { id } = newNode(taken, type);
    taken.add(id);
    return { id, type, params };
  };
}

/** `Linear (outFeatures 3)` */
function describe({ type, params = {} }: NewLayer): string {
  const written = Object.entries(params).map(([name, value]) => `${name} ${writeValue(value) ?? ""}`);
  return written.length === 0 ? type : `${type} (${written.join(", ")})`;
}

/** Positions on the line between two nodes. */
function between(
  layout: Readonly<Record<string, readonly [number, number]>>,
  from: string,
  to: string,
  nodes: readonly { readonly id: string }[],
): Record<string, [number, number]> {
  const [start, end] = [layout[from], layout[to]];
  if (!start || !end) return {};
  return Object.fromEntries(
    nodes.map(({ id }, i) => {
      const fraction = (i + 1) / (nodes.length + 1);
      const along = (axis: 0 | 1) => Math.round(start[axis] + fraction * (end[axis] - start[axis]));
      return [id, [along(0), along(1)]];
    }),
  );
}
