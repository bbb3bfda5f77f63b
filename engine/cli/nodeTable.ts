import { t } from "@vscode/l10n";
import type { GraphType } from "../tensor/graphType";
import { showShape } from "../tensor/graphType";
import { sourcesOf } from "../graph/sourcesOf";
import { topologicalOrder } from "../graph/order";
import { pageOf, type Page, type PageNode } from "../graph/page";
import type { TypedGraph } from "../graph/typedGraph";

/** A node's name, its type, its shapes and its number of parameters. */
export type Row = readonly [id: string, type: string, shape: string, parameters: string];

/**
 * The rows that `netloom check` prints of a graph without errors: one for each node of the document, where an instance of a
 * block, or a repeated node, is one row with the sums of everything in it. With `expand`, a row for each single node.
 */
export function nodeTable(typed: TypedGraph, expand: boolean): string[] {
  const nodes = typed.order.flatMap((id) => typed.nodes.get(id) ?? []);
  return linesOf(expand ? nodes.map(rowOf) : nodeRows(typed));
}

/** The rows of the document's own nodes. */
export function nodeRows(typed: TypedGraph): Row[] {
  return rowsOf(pageOf(typed));
}

/** What is inside each block that has an instance, as it is in the first one: a heading and rows for each. */
export function blockTables(typed: TypedGraph): string[] {
  return firstInstances(typed).flatMap((page) => [
    "",
    t('Inside the block "{0}", as in {1}:', page.block?.name ?? "", page.path),
    ...linesOf(rowsOf(page)).map((line) => `  ${line}`),
  ]);
}

/** The page of each block's first instance, in the order of `blocks`. */
function firstInstances(typed: TypedGraph): Page[] {
  const paths = new Map<string, string>();
  for (const [path, { block }] of typed.instances) if (!paths.has(block)) paths.set(block, path);
  return [...typed.graph.blocks.keys()].flatMap((block) => {
    const path = paths.get(block);
    return path === undefined ? [] : [pageOf(typed, { path, block })];
  });
}

/** The nodes of a page, sources first, without the block's ports. */
function rowsOf({ nodes }: Page): Row[] {
  const { order } = topologicalOrder([...nodes.keys()], (id) => sourcesOf(nodes.get(id)));
  return order.flatMap((id) => {
    const node = nodes.get(id);
    return node && node.end === undefined ? [rowOf(node)] : [];
  });
}

function rowOf({ node, layer, count, inputs, outputs, parameterCount }: RowSource): Row {
  const type = layer?.type ?? node.type;
  const [output] = Object.values(outputs);
  const leaving = layer ? (output ? [output] : []) : Object.values(outputs);
  const arriving = layer ? [] : Object.values(inputs).flat();
  return [
    node.id,
    count === undefined ? type : `${type} ×${String(count)}`,
    [arriving, leaving]
      .filter(({ length }) => length > 0)
      .map(showShapes)
      .join(" → "),
    String(parameterCount),
  ];
}

type RowSource = Pick<PageNode, "node" | "layer" | "count" | "inputs" | "outputs" | "parameterCount">;

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
