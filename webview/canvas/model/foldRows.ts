import type { Rect } from "./geometry";
import { around } from "./geometry";

/** A node in a layout from left to right. */
export interface Placed extends Rect {
  readonly id: string;
  /** Whether a row may begin with it. */
  readonly leads: boolean;
}

/** What a screen shows of a canvas at full size, about. */
const screen = { width: 1060, height: 680 };
const rowGap = 56;
/** Below this zoom a single row is too small to read. */
const readable = 0.72;

/**
 * Breaks a layout that is much wider than a screen into rows that read like lines of a text, where nodes lead and few
 * wires cross. Gives the shift of every node; none where it fits as it is.
 */
export function foldRows(
  nodes: readonly Placed[],
  wires: readonly { readonly from: string; readonly to: string }[],
): ReadonlyMap<string, { readonly x: number; readonly y: number }> {
  const columns = columnsOf(nodes);
  let best = [columns];
  let bestZoom = zoomOf(best);
  if (bestZoom >= readable) return new Map();
  for (let rows = 2; rows <= columns.length; rows++) {
    const folded = breakInto(rows, columns, wires);
    if (zoomOf(folded) > bestZoom * 1.08) [best, bestZoom] = [folded, zoomOf(folded)];
  }
  return shiftsOf(best);
}

type Column = readonly Placed[];

/** Nodes by their middle: a layered layout puts each layer on one. */
function columnsOf(nodes: readonly Placed[]): Column[] {
  const columns = new Map<number, Placed[]>();
  for (const node of nodes) {
    const middle = Math.round(node.x + node.width / 2);
    columns.set(middle, [...(columns.get(middle) ?? []), node]);
  }
  return [...columns].sort(([a], [b]) => a - b).map(([, column]) => column);
}

function breakInto(
  rows: number,
  columns: readonly Column[],
  wires: readonly { readonly from: string; readonly to: string }[],
): Column[][] {
  const whole = widthOf(columns);
  const target = whole / rows;
  const columnOf = new Map(columns.flatMap((column, index) => column.map(({ id }) => [id, index] as const)));
  const crossings = (index: number) =>
    wires.filter(({ from, to }) => (columnOf.get(from) ?? 0) < index && (columnOf.get(to) ?? 0) >= index)
      .length;
  const folded: Column[][] = [];
  let row: Column[] = [];
  columns.forEach((column, index) => {
    const breaks = column.some(({ leads }) => leads) && crossings(index) <= 3;
    // The last column of a row may stand over its end a little.
    if (row.length > 1 && breaks && widthOf([...row, column]) > target * 1.12) {
      folded.push(row);
      row = [];
    }
    row.push(column);
  });
  if (row.length > 0) folded.push(row);
  return folded;
}

function widthOf(columns: readonly Column[]): number {
  return around(columns.flat())?.width ?? 0;
}

function zoomOf(rows: readonly (readonly Column[])[]): number {
  const boxes = rows.flatMap((row) => around(row.flat()) ?? []);
  const width = Math.max(...boxes.map((box) => box.width));
  const height = boxes.reduce((sum, box) => sum + box.height + rowGap, -rowGap);
  return Math.min(1, screen.width / width, screen.height / height);
}

function shiftsOf(rows: readonly (readonly Column[])[]): ReadonlyMap<string, { x: number; y: number }> {
  const shifts = new Map<string, { x: number; y: number }>();
  let top = 0;
  for (const row of rows) {
    const nodes = row.flat();
    const box = around(nodes);
    if (!box) continue;
    for (const { id } of nodes) shifts.set(id, { x: -box.x, y: top - box.y });
    top += box.height + rowGap;
  }
  return shifts;
}
