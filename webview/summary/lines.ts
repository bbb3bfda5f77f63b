import type { SummaryRow } from "../../engine/graph/summary/summaryOf";

/** A row as it is shown. */
export interface Line {
  readonly row: SummaryRow;
  /** 0 for the document's own nodes. */
  readonly depth: number;
  /** The path of the row that it is in. */
  readonly parent: string | undefined;
}

/** The rows that are in view: with what is in those that are unfolded, each list of siblings in the given order. */
export function linesOf(
  rows: readonly SummaryRow[],
  open: ReadonlySet<string>,
  compare?: (a: SummaryRow, b: SummaryRow) => number,
): Line[] {
  const lines: Line[] = [];
  // A stack of our own, since documents may nest blocks deeply.
  const pending: Line[] = [];
  const add = (siblings: readonly SummaryRow[], depth: number, parent: string | undefined) => {
    const sorted = compare ? siblings.toSorted(compare) : siblings;
    for (const row of sorted.toReversed()) pending.push({ row, depth, parent });
  };
  add(rows, 0, undefined);
  for (let line = pending.pop(); line; line = pending.pop()) {
    lines.push(line);
    const { row, depth } = line;
    if (open.has(row.path)) add(row.inside, depth + 1, row.path);
  }
  return lines;
}

/** The paths of all rows that can be unfolded. */
export function foldable(rows: readonly SummaryRow[]): string[] {
  const found: string[] = [];
  const pending = [...rows];
  for (let row = pending.pop(); row; row = pending.pop()) {
    if (row.inside.length === 0) continue;
    found.push(row.path);
    pending.push(...row.inside);
  }
  return found;
}
