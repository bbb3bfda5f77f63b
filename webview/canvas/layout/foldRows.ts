import type { Rect } from "./geometry";
import { around, aroundBoth } from "./geometry";
import { groupBy } from "../../ui/groupBy";

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
  const columns = columnsOf(nodes, wires);
  let best = breakInto(1, columns);
  let bestZoom = zoomOf(best);
  if (bestZoom >= readable) return new Map();
  for (const rows of rowCounts(columns.length)) {
    const folded = breakInto(rows, columns);
    if (zoomOf(folded) > bestZoom * 1.08) [best, bestZoom] = [folded, zoomOf(folded)];
  }
  return shiftsOf(best);
}

/** The numbers of rows that are tried: all, as far as they differ much. */
function* rowCounts(columns: number): Generator<number> {
  for (let rows = 2; rows <= columns; rows += Math.ceil(rows / 100)) yield rows;
}

/** Nodes above each other. */
interface Column {
  readonly nodes: readonly Placed[];
  readonly box: Rect;
  /** Whether few enough wires lead into it or past it for a row to begin with it. */
  readonly breaks: boolean;
  /** Whether a row had better begin with it than with a pill. */
  readonly leads: boolean;
}

interface Row {
  readonly columns: Column[];
  box: Rect;
}

/** Nodes by their middle: a layered layout puts each layer on one. */
function columnsOf(
  nodes: readonly Placed[],
  wires: readonly { readonly from: string; readonly to: string }[],
): Column[] {
  const middles = groupBy(nodes, ({ x, width }) => Math.round(x + width / 2));
  const columns = [...middles].sort(([a], [b]) => a - b).map(([, column]) => column);
  const crossings = crossingsOf(columns, wires);
  return columns.flatMap((column, index) => {
    const box = around(column);
    const breaks = (crossings[index] ?? 0) <= 3;
    return box ? [{ nodes: column, box, breaks, leads: column.some(({ leads }) => leads) }] : [];
  });
}

/** How many wires lead over the left edge of each column, from the left. */
function crossingsOf(
  columns: readonly (readonly Placed[])[],
  wires: readonly { readonly from: string; readonly to: string }[],
): number[] {
  const columnOf = new Map(columns.flatMap((column, index) => column.map(({ id }) => [id, index] as const)));
  const changes = new Array<number>(columns.length + 1).fill(0);
  const change = (index: number, by: number) => {
    changes[index] = (changes[index] ?? 0) + by;
  };
  for (const { from, to } of wires) {
    const [first, last] = [columnOf.get(from) ?? 0, columnOf.get(to) ?? 0];
    if (first >= last) continue;
    change(first + 1, 1);
    change(last + 1, -1);
  }
  let open = 0;
  return changes.map((by) => (open += by));
}

function breakInto(rows: number, columns: readonly Column[]): Row[] {
  const whole = around(columns.map(({ box }) => box))?.width ?? 0;
  const target = whole / rows;
  const folded: Row[] = [];
  for (const column of columns) {
    const row = folded.at(-1);
    const box = row && aroundBoth(row.box, column.box);
    // The last column of a row may stand over its end a little, and pills that a row had better not begin with, more.
    const end = target * (column.leads ? 1.12 : 1.5);
    if (!row || !box || (row.columns.length > 1 && column.breaks && box.width > end)) {
      folded.push({ columns: [column], box: column.box });
    } else {
      row.columns.push(column);
      row.box = box;
    }
  }
  return folded;
}

function zoomOf(rows: readonly Row[]): number {
  const width = rows.reduce((widest, { box }) => Math.max(widest, box.width), 0);
  const height = rows.reduce((sum, { box }) => sum + box.height + rowGap, -rowGap);
  return Math.min(1, screen.width / width, screen.height / height);
}

function shiftsOf(rows: readonly Row[]): ReadonlyMap<string, { x: number; y: number }> {
  const shifts = new Map<string, { x: number; y: number }>();
  let top = 0;
  for (const { columns, box } of rows) {
    for (const { id } of columns.flatMap(({ nodes }) => nodes)) shifts.set(id, { x: -box.x, y: top - box.y });
    top += box.height + rowGap;
  }
  return shifts;
}
