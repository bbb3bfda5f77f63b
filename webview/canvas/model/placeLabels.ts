import { overlaps } from "./geometry";
import type { Rect } from "./geometry";
import type { Curve } from "./wirePath";
import { pointOn } from "./wirePath";

export interface LabelledWire {
  readonly id: string;
  readonly curve: Curve;
  /** Size of the label. */
  readonly width: number;
  readonly height: number;
}

/** In the order in which they are tried: the middle first, then towards both ends. */
const shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

/**
 * Where on its wire each label stands, as a share of the way, so that labels cover neither nodes nor each other. A wire
 * without room is absent; its label shows when the wire is pointed at. Shorter wires choose first: they have less room.
 */
export function placeLabels(
  wires: readonly LabelledWire[],
  nodes: readonly Rect[],
): ReadonlyMap<string, number> {
  const grid = new RectGrid(nodes);
  const placed = new Map<string, number>();
  for (const { id, curve, width, height } of [...wires].sort((a, b) => span(a.curve) - span(b.curve))) {
    for (const share of shares) {
      const { x, y } = pointOn(curve, share);
      const rect = { x: x - width / 2, y: y - height / 2, width, height };
      if (grid.hits(rect)) continue;
      placed.set(id, share);
      grid.add(rect);
      break;
    }
  }
  return placed;
}

function span([from, , , to]: Curve): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}

/** Finds overlaps among many rectangles without comparing all with all. */
class RectGrid {
  private static readonly size = 200;
  private readonly cells = new Map<string, Rect[]>();

  constructor(rects: readonly Rect[]) {
    for (const rect of rects) this.add(rect);
  }

  add(rect: Rect): void {
    for (const key of keysOf(rect, RectGrid.size)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(rect);
      else this.cells.set(key, [rect]);
    }
  }

  hits(rect: Rect): boolean {
    return keysOf(rect, RectGrid.size).some((key) =>
      (this.cells.get(key) ?? []).some((other) => overlaps(rect, other)),
    );
  }
}

function keysOf({ x, y, width, height }: Rect, size: number): string[] {
  const keys: string[] = [];
  for (let column = Math.floor(x / size); column <= Math.floor((x + width) / size); column++)
    for (let row = Math.floor(y / size); row <= Math.floor((y + height) / size); row++)
      keys.push(`${column},${row}`);
  return keys;
}
