export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The bounding box of all rectangles; undefined if there are none. */
export function around(rects: Iterable<Rect>): Rect | undefined {
  let box: Rect | undefined;
  for (const rect of rects) box = box ? aroundBoth(box, rect) : rect;
  return box && { x: box.x, y: box.y, width: box.width, height: box.height };
}

export function aroundBoth(a: Rect, b: Rect): Rect {
  const [left, top] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
