import { topologicalOrder } from "../../../engine/graph/order";
import { groupBy } from "../../ui/groupBy";
import { labelWidth } from "./labelWidth";
import type { NodeView } from "../model/nodeView";
import type { WireView } from "../model/wireView";

/** Gaps between nodes above each other, and between columns, not counting the labels on the wires. */
const gap = { row: 28, column: 48 };

/** The column of each node: one to the right of its last source; wires in a cycle do not count. */
export function columnsOf(ids: readonly string[], wires: readonly WireView[]): ReadonlyMap<string, number> {
  const incoming = groupBy(wires, ({ to }) => to.node);
  const sourcesOf = (id: string) => (incoming.get(id) ?? []).map(({ from }) => from.node);
  const columns = new Map<string, number>();
  for (const id of topologicalOrder(ids, sourcesOf).order)
    columns.set(
      id,
      sourcesOf(id).reduce((last, source) => Math.max(last, (columns.get(source) ?? -1) + 1), 0),
    );
  return columns;
}

/**
 * Lays the graph out from left to right in roughly linear time: each node as close to the mean height of its sources as
 * its neighbours allow. Simpler than a layout that avoids crossings, for graphs that are too large for one.
 */
export function layered(
  views: ReadonlyMap<string, NodeView>,
  wires: readonly WireView[],
): Map<string, readonly [number, number]> {
  const incoming = groupBy(wires, ({ to }) => to.node);
  const columnOf = columnsOf([...views.keys()], wires);
  const columns = groupBy([...views.values()], ({ id }) => columnOf.get(id) ?? 0);
  const places = new Map<string, readonly [number, number]>();
  const middleOf = (id: string): number => (places.get(id)?.[1] ?? 0) + (views.get(id)?.height ?? 0) / 2;
  let left = 0;
  for (const [, column] of [...columns].sort(([a], [b]) => a - b)) {
    const wishes = column.map((view) => {
      const sources = (incoming.get(view.id) ?? []).filter(({ from }) => places.has(from.node));
      const sum = sources.reduce((total, { from }) => total + middleOf(from.node), 0);
      return { view, middle: sources.length > 0 ? sum / sources.length : 0 };
    });
    wishes.sort((a, b) => a.middle - b.middle);
    let bottom = -Infinity;
    const tops = wishes.map(({ view: { height }, middle }) => {
      const top = Math.max(middle - height / 2, bottom + gap.row);
      bottom = top + height;
      return top;
    });
    // Average between the nodes that were pushed down and those that were not.
    const pushed = wishes.map(
      ({ view: { height }, middle }, index) => (tops[index] ?? 0) + height / 2 - middle,
    );
    const shift = pushed.reduce((sum, by) => sum + by, 0) / wishes.length;
    const widest = largest(column.map(({ width }) => width));
    const labels = column.flatMap(({ id }) =>
      (incoming.get(id) ?? []).map(({ label }) => (label === undefined ? 0 : labelWidth(label) + 6)),
    );
    left += left > 0 ? largest(labels) : 0;
    wishes.forEach(({ view: { id, width } }, index) =>
      places.set(id, [left + (widest - width) / 2, (tops[index] ?? 0) - shift]),
    );
    left += widest + gap.column;
  }
  // In the order of the views, which is the drawing order.
  return new Map([...views.keys()].map((id) => [id, places.get(id) ?? [0, 0]]));
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}
