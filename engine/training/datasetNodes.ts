import { portName } from "../compiler/lower";
import type { TypedGraph } from "../graph/typedGraph";
import { Dataset } from "../layers/data/Dataset";

/** A Dataset node, where its samples come from, and the feed of each port that a wire leaves from. */
export interface DatasetNode {
  readonly node: string;
  readonly source: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly feeds: Readonly<Record<string, string>>;
}

export function datasetNodes(typed: TypedGraph): DatasetNode[] {
  const nodes = [...typed.nodes.values()];
  const used = new Set(
    nodes.flatMap(({ incoming }) =>
      Object.values(incoming).flatMap((wires) => wires.map(({ node, port }) => portName(node, port))),
    ),
  );
  return nodes
    .filter(({ layer }) => layer === Dataset)
    .map(({ node: { id }, params, outputs }) => {
      const { source, ...rest } = params ?? {};
      const ports = Object.keys(outputs).filter((port) => used.has(portName(id, port)));
      const feeds = Object.fromEntries(ports.map((port) => [port, portName(id, port)]));
      return { node: id, source: String(source), params: rest, feeds };
    });
}
