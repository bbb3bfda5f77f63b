import { fedPorts } from "../compiler/fedPorts";
import { sourceName } from "../data/catalog/sourceName";
import { pathOf } from "../tensor/path";
import type { TypedGraph } from "../graph/typedGraph";
import { Dataset } from "../layers/data/Dataset";

/** A Dataset node, the source of its samples, and the feed of each connected port. */
export interface DatasetNode {
  readonly node: string;
  readonly source: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly feeds: Readonly<Record<string, string>>;
}

export function datasetNodes(typed: TypedGraph): DatasetNode[] {
  const fed = fedPorts(typed);
  return [...typed.nodes.values()]
    .filter(({ layer }) => layer === Dataset)
    .map(({ node: { id }, params = {} }) => {
      const feeds = Object.fromEntries((fed.get(id) ?? []).map((port) => [port, pathOf(id, port)]));
      return { node: id, source: sourceName(params), params, feeds };
    });
}
