import type { Point, Rect } from "./geometry";

/** How nodes make way for those that take more room on the canvas than in the document, because they are open. */
export interface Way {
  /** How far nodes are moved aside; those that stay where they are in the document are absent. */
  readonly shifts: ReadonlyMap<string, Point>;
  /** Where a node that is shown at a rectangle is in the document. */
  readonly home: (shown: Rect) => Point;
}

export const noWay: Way = { shifts: new Map(), home: ({ x, y }) => ({ x, y }) };

/** A node has grown by `right` and `down`: what was behind its edges has moved, to the right only within its row. */
interface Move {
  readonly edges: Point;
  readonly right: number;
  readonly down: number;
  readonly row: Interval;
}

type Interval = readonly [start: number, end: number];

/**
 * Makes room for nodes that are larger than in the document: what is to the right of one in its row moves right, and
 * everything below it moves down, so that rows stay rows. Nodes that do not overlap in the document do not overlap
 * afterwards. In n log n for each.
 */
export function makeWay(
  rects: ReadonlyMap<string, Rect>,
  grown: ReadonlyMap<string, { readonly width: number; readonly height: number }>,
): Way {
  if (grown.size === 0) return noWay;
  const now = new Map(rects);
  const moves: Move[] = [];
  for (const [id, size] of grown) {
    const move = grow(now, id, size);
    if (move) moves.push(move);
  }
  const shifts = new Map<string, Point>();
  for (const [id, { x, y }] of now) {
    const before = rects.get(id);
    if (before && (before.x !== x || before.y !== y)) shifts.set(id, { x: x - before.x, y: y - before.y });
  }
  return { shifts, home: (shown) => goBack(shown, moves) };
}

function grow(
  rects: Map<string, Rect>,
  id: string,
  { width, height }: { readonly width: number; readonly height: number },
): Move | undefined {
  const own = rects.get(id);
  if (!own) return undefined;
  const [right, down] = [Math.max(0, width - own.width), Math.max(0, height - own.height)];
  const edges = { x: own.x + own.width, y: own.y + own.height };
  const behind = [...rects.values()].filter((rect) => rect !== own && rect.x >= edges.x);
  const row = rowOf(heights(own), behind.map(heights));
  for (const [other, rect] of rects) {
    if (rect === own) continue;
    const x = rect.x >= edges.x && meet(heights(rect), row) ? rect.x + right : rect.x;
    const y = rect.y >= edges.y ? rect.y + down : rect.y;
    if (x !== rect.x || y !== rect.y) rects.set(other, { ...rect, x, y });
  }
  rects.set(id, { ...own, width: own.width + right, height: own.height + down });
  return { edges, right, down, row };
}

/** The interval that covers one interval and all that overlap it, directly or through others. */
function rowOf(own: Interval, others: readonly Interval[]): Interval {
  let row: [number, number] | undefined;
  for (const [start, end] of [own, ...others].sort(([a], [b]) => a - b)) {
    if (row && start < row[1]) row[1] = Math.max(row[1], end);
    else if (row && meet(row, own)) return row;
    else row = [start, end];
  }
  return row ?? own;
}

function goBack({ x, y, height }: Rect, moves: readonly Move[]): Point {
  const place = { x, y };
  for (const { edges, right, down, row } of moves.toReversed()) {
    // What is dropped beside a node that has grown stays beside it.
    if (place.y >= edges.y) place.y = place.y >= edges.y + down ? place.y - down : edges.y - 1;
    if (place.x >= edges.x + right && meet([place.y, place.y + height], row)) place.x -= right;
  }
  return place;
}

function heights({ y, height }: Rect): Interval {
  return [y, y + height];
}

function meet(a: Interval, b: Interval): boolean {
  return a[0] < b[1] && b[0] < a[1];
}
