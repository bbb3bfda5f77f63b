import type { Rect } from "./geometry";
import { around, aroundBoth } from "./geometry";
import { groupBy } from "../../ui/groupBy";

/** A node in a left-to-right layout. */
export interface Placed extends Rect {
  readonly id: string;
  /** Whether a row may begin with it. */
  readonly leads: boolean;
}

/** Roughly what a screen shows of a canvas at zoom 1, in px. */
const screen = { width: 1060, height: 680 };
const rowGap = 56;
/** Below this zoom, a single row is too small to read. */
const readable = 0.72;

/**
 * Breaks a layout that is much wider than a screen into rows that read like lines of text, at leading nodes and where
 * few wires cross. Returns each node's shift; empty if the layout fits as it is.
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

/** The numbers of rows to try: all of them, skipping near duplicates. */
function* rowCounts(columns: number): Generator<number> {
  for (let rows = 2; rows <= columns; rows += Math.ceil(rows / 100)) yield rows;
}

/** Nodes above each other. */
interface Column {
  readonly nodes: readonly Placed[];
  readonly box: Rect;
  /** Whether few enough wires lead into it or past it for a row to begin here. */
  readonly breaks: boolean;
  /** Whether it is a better beginning for a row than a pill. */
  readonly leads: boolean;
}

interface Row {
  readonly columns: Column[];
  box: Rect;
}

/** Groups nodes by their centre: a layered layout centres each layer on one x. */
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

/** How many wires cross the left edge of each column, from the left. */
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
    // A row's last column may overhang its end a little, and pills that should not begin a row may overhang it more.
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
