import { groupBy } from "../../ui/groupBy";
import { Graph, layout } from "@dagrejs/dagre";
import { foldRows } from "./foldRows";
import type { Rect } from "./geometry";
import { handlePlace } from "./nodeSize";
import type { NodeView } from "./nodeView";
import { labelWidth } from "./labelWidth";
import type { WireView } from "./wireView";

export type Places = ReadonlyMap<string, readonly [number, number]>;

/**
 * A layered layout from left to right (Sugiyama's method) that leaves room on the wires for their shapes, in rows where
 * one would be too long to read. Places are
 * whole numbers, and the top left corner of all nodes stays where it is.
 */
export function tidy(
  views: ReadonlyMap<string, NodeView>,
  wires: Iterable<WireView>,
  corner: readonly [number, number] = [0, 0],
): Places {
  const all = [...wires];
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
  for (const { id, from, to, label } of all) {
    const width = label === undefined ? 24 : labelWidth(label) + 6;
    graph.setEdge(from.node, to.node, { width, height: 1, labelpos: "c", weight: 1 }, id);
  }
  layout(graph);
  const places = new Map<string, readonly [number, number]>();
  for (const [id, { width, height }] of views) {
    const { x = 0, y = 0 } = graph.node(id) as { readonly x?: number; readonly y?: number };
    places.set(id, [x - width / 2, y - height / 2]);
  }
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
  const left = Math.min(...[...places.values()].map(([x]) => x));
  const top = Math.min(...[...places.values()].map(([, y]) => y));
  return new Map(
    [...places].map(([id, [x, y]]) => [
      id,
      [Math.round(x - left + corner[0]), Math.round(y - top + corner[1])],
    ]),
  );
}

/**
 * Dagre lines up the middles of nodes, but wires end at handles. Along a chain each node moves so that its wire runs
 * straight, where nothing is in the way.
 */
function straighten(
  places: Map<string, readonly [number, number]>,
  views: ReadonlyMap<string, NodeView>,
  wires: readonly WireView[],
): void {
  const incoming = groupBy(wires, ({ to }) => to.node);
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
    if (Math.abs(y - place[1]) < 60 && isFree(rect, id, places, views)) places.set(id, [place[0], y]);
  }
}

function isFree(
  rect: Rect,
  id: string,
  places: ReadonlyMap<string, readonly [number, number]>,
  views: ReadonlyMap<string, NodeView>,
): boolean {
  const margin = 14;
  for (const [other, [x, y]] of places) {
    const view = views.get(other);
    if (other === id || !view) continue;
    const apart =
      x >= rect.x + rect.width + margin ||
      x + view.width + margin <= rect.x ||
      y >= rect.y + rect.height + margin ||
      y + view.height + margin <= rect.y;
    if (!apart) return false;
  }
  return true;
}
