import { overlaps } from "./geometry";
import type { Rect } from "./geometry";

const size = 200;
/** A cell this full counts as occupied: checking all of its rectangles would take too long. */
const crowd = 1000;

/** Finds overlaps among many rectangles without comparing every pair. */
export class RectGrid<T extends Rect = Rect> {
  private readonly cells = new Map<number, T[]>();

  constructor(rects: Iterable<T> = []) {
    for (const rect of rects) this.add(rect);
  }

  add(rect: T): void {
    for (const key of keysOf(rect)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(rect);
      else this.cells.set(key, [rect]);
    }
  }

  delete(rect: T): void {
    for (const key of keysOf(rect)) {
      const cell = this.cells.get(key) ?? [];
      const place = cell.indexOf(rect);
      if (place >= 0) cell.splice(place, 1);
    }
  }

  /** Whether a rectangle overlaps any of those in the grid; `leftOut` excludes some. */
  hits(rect: Rect, leftOut: (other: T) => boolean = () => false): boolean {
    return keysOf(rect).some((key) => {
      const cell = this.cells.get(key) ?? [];
      return cell.length > crowd || cell.some((other) => overlaps(rect, other) && !leftOut(other));
    });
  }

  /** One of those that a rectangle overlaps. */
  hit(rect: Rect): T | undefined {
    for (const key of keysOf(rect)) {
      const found = this.cells.get(key)?.find((other) => overlaps(rect, other));
      if (found) return found;
    }
    return undefined;
  }
}

/** Distant cells may share a key; `overlaps` makes the final decision. */
function keysOf({ x, y, width, height }: Rect): number[] {
  const keys: number[] = [];
  for (let column = Math.floor(x / size); column <= Math.floor((x + width) / size); column++)
    for (let row = Math.floor(y / size); row <= Math.floor((y + height) / size); row++)
      keys.push((column & 0xffff) * 0x10000 + (row & 0xffff));
  return keys;
}
