import { groupBy } from "../../ui/groupBy";
import { around, overlaps } from "./geometry";
import type { Rect } from "./geometry";
import type { NodeView } from "./nodeView";
import type { Places } from "./tidy";
import { tidy } from "./tidy";
import type { WireView } from "./wireView";

/**
 * Where every node stands: as the document says, and where it says nothing, in a place of the canvas's choice that is
 * not written until the person moves the node. A document without any layout is tidied; a node without a place goes to
 * the right of the one that feeds it, or below everything.
 */
export function placeNodes(
  views: ReadonlyMap<string, NodeView>,
  wires: Iterable<WireView>,
  layout: Readonly<Record<string, readonly [number, number]>>,
): Places {
  const all = [...wires];
  const written = [...views.keys()].filter((id) => layout[id] !== undefined);
  if (written.length === 0) return tidy(views, all);
  const places = new Map<string, readonly [number, number]>();
  for (const id of written) {
    const place = layout[id];
    if (place) places.set(id, place);
  }
  const incoming = groupBy(all, ({ to }) => to.node);
  for (const [id, view] of views) {
    if (places.has(id)) continue;
    const taken = rectsOf(places, views);
    const sources = rectsOf(
      new Map(
        (incoming.get(id) ?? []).flatMap(({ from }) => {
          const place = places.get(from.node);
          return place ? [[from.node, place] as const] : [];
        }),
      ),
      views,
    );
    const rightmost = around(sources);
    const below = around(taken);
    const start = rightmost
      ? { x: rightmost.x + rightmost.width + 72, y: rightmost.y }
      : { x: below?.x ?? 0, y: (below?.y ?? 0) + (below?.height ?? 0) + 32 };
    const { x, y } = freeRect({ ...start, width: view.width, height: view.height }, taken);
    places.set(id, [Math.round(x), Math.round(y)]);
  }
  return places;
}

export function rectsOf(places: Places, views: ReadonlyMap<string, NodeView>): Rect[] {
  return [...places].flatMap(([id, [x, y]]) => {
    const view = views.get(id);
    return view ? [{ x, y, width: view.width, height: view.height }] : [];
  });
}

/** The rectangle, moved down until it covers none of the others. */
export function freeRect(rect: Rect, taken: readonly Rect[]): Rect {
  let free = rect;
  for (;;) {
    const hit = taken.find((other) => overlaps(free, other));
    if (!hit) return free;
    free = { ...free, y: hit.y + hit.height + 24 };
  }
}
