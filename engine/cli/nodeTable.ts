import { t } from "@vscode/l10n";
import { layerRows, summaryOf, type SummaryRow } from "../graph/summary/summaryOf";
import { showShape, type GraphType } from "../tensor/graphType";
import type { TypedGraph } from "../graph/typedGraph";

/** A node's name, its type, its shapes and its number of parameters. */
export type Row = readonly [id: string, type: string, shape: string, parameters: string];

/**
 * The rows that `netloom check` prints of a graph without errors: one for each node of the document, where an instance of a
 * block, or a repeated node, is one row with the sums of everything in it. With `expand`, a row for each single node.
 */
export function nodeTable(typed: TypedGraph, expand: boolean): string[] {
  return linesOf(expand ? layerRows(typed).map(rowOf) : nodeRows(typed));
}

/** The rows of the document's own nodes. */
export function nodeRows(typed: TypedGraph): Row[] {
  return summaryOf(typed).rows.map(rowOf);
}

/** What is inside each block that has an instance, as it is in the first one: a heading and rows for each. */
export function blockTables(typed: TypedGraph): string[] {
  const firsts = new Map<string, string>();
  for (const [path, { block }] of typed.instances) if (!firsts.has(block)) firsts.set(block, path);
  const { instances } = summaryOf(typed);
  return [...typed.graph.blocks.keys()].flatMap((block) => {
    const path = firsts.get(block);
    const rows = path === undefined ? undefined : instances.get(path);
    if (path === undefined || !rows) return [];
    const heading = t('Inside the block "{0}", as in {1}:', block, path);
    return ["", heading, ...linesOf(rows.map(rowOf)).map((line) => `  ${line}`)];
  });
}

function rowOf({ name, type, layer, count, inputs, outputs, trainable, frozen }: SummaryRow): Row {
  return [
    name,
    count === undefined ? type : `${type} ×${String(count)}`,
    (layer ? [outputs.slice(0, 1)] : [inputs, outputs])
      .filter(({ length }) => length > 0)
      .map(showShapes)
      .join(" → "),
    String(trainable + frozen),
  ];
}

function showShapes(types: readonly GraphType[]): string {
  return types.map(showShape).join(", ");
}

/** Rows as aligned columns; the numbers are aligned to the right. */
function linesOf(rows: readonly Row[]): string[] {
  const width = (column: 0 | 1 | 2 | 3) => rows.reduce((most, row) => Math.max(most, row[column].length), 0);
  const [ids, types, shapes, counts] = [width(0), width(1), width(2), width(3)];
  return rows.map(([id, type, shape, count]) =>
    [id.padEnd(ids), type.padEnd(types), shape.padEnd(shapes), count.padStart(counts)].join("  ").trimEnd(),
  );
}
