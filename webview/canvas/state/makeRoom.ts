import type { Point } from "../layout/geometry";
import { overlaps } from "../layout/geometry";
import type { Canvas } from "./createCanvas";
import { homeOf } from "./places";
import { nodesOfPage } from "./scopes";

/** Room for a wire and its shape label between two nodes, in px. */
const gap = 76;

/**
 * Positions for inserting a node into a wire: it goes between the wire's ends, and nodes in its way on the same row
 * move to the right. Positions in the document, in whole numbers.
 */
export function makeRoom(
  canvas: Canvas,
  ends: { readonly from: string; readonly to: string },
  size: { readonly width: number; readonly height: number },
  dropped: Point,
  /** The y at which the wires would run straight. */
  level?: number,
): { readonly place: Point; readonly moved: Readonly<Record<string, readonly [number, number]>> } {
  const rects = nodesOfPage(canvas.get().nodes).map(({ id, position: { x, y }, data: { view } }) => ({
    id,
    x,
    y,
    width: view.width,
    height: view.height,
  }));
  const source = rects.find(({ id }) => id === ends.from);
  const target = rects.find(({ id }) => id === ends.to);
  const free = !rects.some((rect) => overlaps({ ...dropped, ...size }, rect));
  if (!source || !target || free || target.x < source.x + source.width)
    return { place: homeOf(canvas, dropped, size), moved: {} };
  const place = { x: source.x + source.width + gap, y: level ?? dropped.y };
  const shift = place.x + size.width + gap - target.x;
  const inRow = rects.filter(
    ({ id, x, y, height }) =>
      id !== ends.from && x >= target.x && y < target.y + target.height && target.y < y + height,
  );
  const moved = shift > 0 ? inRow : [];
  return {
    place: homeOf(canvas, place, size),
    moved: Object.fromEntries(
      moved.map(({ id, x, y, width, height }) => {
        const home = homeOf(canvas, { x: x + shift, y }, { width, height });
        return [id, [home.x, home.y]];
      }),
    ),
  };
}
