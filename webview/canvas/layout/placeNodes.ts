import { groupBy } from "../../ui/groupBy";
import { around, aroundBoth } from "./geometry";
import type { Rect } from "./geometry";
import type { NodeView } from "../model/nodeView";
import { handlePlace } from "./handlePlace";
import { RectGrid } from "./RectGrid";
import type { Places } from "./tidy";
import { tidy } from "./tidy";
import type { WireView } from "../model/wireView";

/** With more unplaced nodes than this, placing them one by one takes too long. */
const mostSingly = 200;

/**
 * Every node's position: the document's, or else one that the canvas chooses and does not write until the user moves
 * the node. A document without any layout is tidied. A node without a position goes to the right of the node that feeds
 * it, or below everything; a large number of them is tidied separately, below everything.
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
  const taken = new RectGrid(rectsOf(places, views));
  let below = around(rectsOf(places, views));
  const loose = new Map([...views].filter(([id]) => !places.has(id)));
  if (loose.size > mostSingly) {
    const among = all.filter(({ from, to }) => loose.has(from.node) && loose.has(to.node));
    return new Map([...places, ...tidy(loose, among, below && [below.x, below.y + below.height + 32])]);
  }
  const incoming = groupBy(all, ({ to }) => to.node);
  const outgoing = groupBy(all, ({ from }) => from.node);
  for (const [id, view] of loose) {
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
    const first = outgoing.get(id)?.[0]?.to;
    const [fed, target] = [places.get(first?.node ?? ""), views.get(first?.node ?? "")];
    const start = rightmost
      ? { x: rightmost.x + rightmost.width + 72, y: rightmost.y }
      : view.look === "end" && fed && target && below
        ? // A block's input is at the left of everything, level with what it leads to.
          {
            x: below.x - view.width - 72,
            y:
              fed[1] +
              handlePlace(
                target,
                "input",
                target.inputs.findIndex(({ name }) => name === first?.port),
              ).y -
              view.height / 2,
          }
        : { x: below?.x ?? 0, y: (below?.y ?? 0) + (below?.height ?? 0) + 32 };
    const free = freeRect({ ...start, width: view.width, height: view.height }, taken);
    const rect = { ...free, x: Math.round(free.x), y: Math.round(free.y) };
    places.set(id, [rect.x, rect.y]);
    taken.add(rect);
    below = below ? aroundBoth(below, rect) : rect;
  }
  return places;
}

export function rectsOf(places: Places, views: ReadonlyMap<string, NodeView>): Rect[] {
  return [...places].flatMap(([id, [x, y]]) => {
    const view = views.get(id);
    return view ? [{ x, y, width: view.width, height: view.height }] : [];
  });
}

/** The rectangle, moved down until it overlaps none of the others. */
export function freeRect(rect: Rect, taken: RectGrid): Rect {
  let free = rect;
  for (;;) {
    const hit = taken.hit(free);
    if (!hit) return free;
    free = { ...free, y: hit.y + hit.height + 24 };
  }
}
