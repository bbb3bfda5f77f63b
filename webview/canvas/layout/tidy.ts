import { groupBy } from "../../ui/groupBy";
import { Graph, layout } from "@dagrejs/dagre";
import { foldRows } from "./foldRows";
import type { Rect } from "./geometry";
import { around } from "./geometry";
import { columnsOf, layered } from "./layered";
import { RectGrid } from "./RectGrid";
import { handlePlace } from "./handlePlace";
import type { NodeView } from "../model/nodeView";
import { labelWidth } from "./labelWidth";
import type { WireView } from "../model/wireView";

export type Places = ReadonlyMap<string, readonly [number, number]>;

/**
 * A layered layout from left to right (Sugiyama's method, a simpler one for very large graphs) that leaves room on the
 * wires for shape labels, broken into rows if a single one would be too long to read. Positions are whole numbers, and
 * the top left corner of the graph stays where it is.
 */
export function tidy(
  views: ReadonlyMap<string, NodeView>,
  wires: Iterable<WireView>,
  corner: readonly [number, number] = [0, 0],
): Places {
  const all = [...wires];
  const places = isSmall(views, all) ? sugiyama(views, all) : layered(views, all);
  straighten(places, views, all);
  const shifts = foldRows(
    [...views].map(([id, { width, height, look }]) => {
      const [x, y] = places.get(id) ?? [0, 0];
      return { id, x, y, width, height, leads: look === "card" };
    }),
    all.map(({ from, to }) => ({ from: from.node, to: to.node })),
  );
  for (const [id, [x, y]] of places) {
    const shift = shifts.get(id);
    if (shift) places.set(id, [x + shift.x, y + shift.y]);
  }
  const { x: left, y: top } = around(corners(places)) ?? { x: 0, y: 0 };
  return new Map(
    [...places].map(([id, [x, y]]) => [
      id,
      [Math.round(x - left + corner[0]), Math.round(y - top + corner[1])],
    ]),
  );
}

function corners(places: Places): Rect[] {
  return [...places.values()].map(([x, y]) => ({ x, y, width: 0, height: 0 }));
}

/** Numbers of columns, and of nodes plus wire bends, above which dagre is too slow or recurses too deeply. */
const limits = { columns: 400, places: 2000 };

/** Whether dagre can lay it out: a wire takes a place in every column it passes. */
function isSmall(views: ReadonlyMap<string, NodeView>, wires: readonly WireView[]): boolean {
  if (views.size + wires.length > limits.places) return false;
  const columns = columnsOf([...views.keys()], wires);
  const columnOf = (id: string) => columns.get(id) ?? 0;
  const bends = wires.reduce(
    (sum, { from, to }) => sum + Math.abs(columnOf(to.node) - columnOf(from.node)),
    0,
  );
  return new Set(columns.values()).size <= limits.columns && views.size + bends <= limits.places;
}

function sugiyama(
  views: ReadonlyMap<string, NodeView>,
  wires: readonly WireView[],
): Map<string, readonly [number, number]> {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: "LR",
    nodesep: 28,
    edgesep: 16,
    ranksep: 24,
    ranker: views.size > 150 ? "longest-path" : "network-simplex",
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [id, { width, height }] of views) graph.setNode(id, { width, height });
  for (const { id, from, to, label } of wires) {
    const width = label === undefined ? 24 : labelWidth(label) + 6;
    graph.setEdge(from.node, to.node, { width, height: 1, labelpos: "c", weight: 1 }, id);
  }
  layout(graph);
  const places = new Map<string, readonly [number, number]>();
  for (const [id, { width, height }] of views) {
    const { x = 0, y = 0 } = graph.node(id) as { readonly x?: number; readonly y?: number };
    places.set(id, [x - width / 2, y - height / 2]);
  }
  return places;
}

/**
 * Dagre lines up the middles of nodes, but wires end at handles. Along a chain, each node moves so that its wire runs
 * straight, if nothing is in the way.
 */
function straighten(
  places: Map<string, readonly [number, number]>,
  views: ReadonlyMap<string, NodeView>,
  wires: readonly WireView[],
): void {
  const incoming = groupBy(wires, ({ to }) => to.node);
  const rects = new Map<string, Rect>();
  for (const [id, [x, y]] of places) {
    const view = views.get(id);
    if (view) rects.set(id, { x, y, width: view.width, height: view.height });
  }
  const taken = new RectGrid(rects.values());
  const order = [...places.keys()].sort((a, b) => (places.get(a)?.[0] ?? 0) - (places.get(b)?.[0] ?? 0));
  for (const id of order) {
    const wire = incoming.get(id)?.[0];
    const [view, source] = [views.get(id), wire && views.get(wire.from.node)];
    const [place, from] = [places.get(id), wire && places.get(wire.from.node)];
    if (!wire || !view || !source || !place || !from || wire.from.node === id) continue;
    const out = handlePlace(
      source,
      "output",
      source.outputs.findIndex(({ name }) => name === wire.from.port),
    );
    const into = handlePlace(
      view,
      "input",
      view.inputs.findIndex(({ name }) => name === wire.to.port),
    );
    const y = from[1] + out.y - into.y;
    const rect = { x: place[0], y, width: view.width, height: view.height };
    const own = rects.get(id);
    if (!own || Math.abs(y - place[1]) >= 60 || taken.hits(withMargin(rect), (other) => other === own))
      continue;
    places.set(id, [place[0], y]);
    taken.delete(own);
    taken.add(rect);
    rects.set(id, rect);
  }
}

function withMargin({ x, y, width, height }: Rect): Rect {
  const margin = 14;
  return { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
}
