import type { Point } from "../layout/geometry";
import { overlaps } from "../layout/geometry";
import type { Canvas } from "./createCanvas";

/** Room for a wire and its shape label between two nodes, in px. */
const gap = 76;

/**
 * Positions for inserting a node into a wire: it goes between the wire's ends, and nodes in its way on the same row
 * move to the right. Whole numbers.
 */
export function makeRoom(
  canvas: Canvas,
  ends: { readonly from: string; readonly to: string },
  size: { readonly width: number; readonly height: number },
  dropped: Point,
  /** The y at which the wires would run straight. */
  level?: number,
): { readonly place: Point; readonly moved: Readonly<Record<string, readonly [number, number]>> } {
  const rects = canvas.get().nodes.map(({ id, position: { x, y }, data: { view } }) => ({
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
    return { place: rounded(dropped), moved: {} };
  const place = { x: source.x + source.width + gap, y: level ?? dropped.y };
  const shift = place.x + size.width + gap - target.x;
  const inRow = rects.filter(
    ({ id, x, y, height }) =>
      id !== ends.from && x >= target.x && y < target.y + target.height && target.y < y + height,
  );
  const moved = shift > 0 ? inRow : [];
  return {
    place: rounded(place),
    moved: Object.fromEntries(moved.map(({ id, x, y }) => [id, [Math.round(x + shift), Math.round(y)]])),
  };
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}
