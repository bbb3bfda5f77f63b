import { t } from "@vscode/l10n";
import { layers } from "../layers";
import { at } from "../tensor/tensor";
import { writeEdge } from "../graph/edgeText";
import { newNode } from "../document/newNode";
import { writtenPort } from "../graph/writtenPort";
import { writeValue } from "../document/writeJson";
import type { Arriving, Candidate, Conflict } from "./fix";

export interface NewLayer {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Proposes inserting a row of layers into a wire; nothing if one of the layers does not exist. */
export function insertOn(
  { typed, node }: Pick<Conflict, "typed" | "node">,
  wire: Pick<Arriving, "source" | "port">,
  row: readonly NewLayer[],
): readonly Candidate[] {
  if (row.some(({ type }) => !layers.has(type))) return [];
  const taken = new Set(typed.graph.nodes.keys());
  const nodes = row.map(({ type, params = {} }) => {
    const { id } = newNode(taken, type);
    taken.add(id);
    return { id, type, params };
  });
  const { source, port } = wire;
  const ends = [
    { node: source.node, port: writtenPort(typed.nodes.get(source.node)?.outputPorts ?? [], source.port) },
    ...nodes.map(({ id }) => ({ node: id })),
    { node: node.node.id, port: writtenPort(node.inputPorts, port) },
  ];
  return [
    {
      title: t(
        'Insert {0} between "{1}" and "{2}"',
        row.map(describe).join(" → "),
        source.node,
        node.node.id,
      ),
      edit: {
        kind: "add",
        nodes,
        edges: ends.slice(1).map((end, i) => writeEdge(at(ends, i), end)),
        layout: between(typed.graph.layout, source.node, node.node.id, nodes),
        replaces: [source.edge],
      },
    },
  ];
}

/** `Linear (outFeatures 3)` */
function describe({ type, params = {} }: NewLayer): string {
  const written = Object.entries(params).map(([name, value]) => `${name} ${writeValue(value) ?? ""}`);
  return written.length === 0 ? type : `${type} (${written.join(", ")})`;
}

/** Positions on the line between two nodes. */
function between(
  layout: Readonly<Record<string, readonly [number, number]>>,
  from: string,
  to: string,
  nodes: readonly { readonly id: string }[],
): Record<string, [number, number]> {
  const [start, end] = [layout[from], layout[to]];
  if (!start || !end) return {};
  return Object.fromEntries(
    nodes.map(({ id }, i) => {
      const fraction = (i + 1) / (nodes.length + 1);
      const along = (axis: 0 | 1) => Math.round(start[axis] + fraction * (end[axis] - start[axis]));
      return [id, [along(0), along(1)]];
    }),
  );
}
