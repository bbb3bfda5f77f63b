import { sources } from "../data/catalog";
import type { DataSource } from "../data/catalog/source";
import { sourceName } from "../data/catalog/sourceName";
import { Dataset } from "../layers/data/Dataset";
import type { TypedNode } from "./typedGraph";

/** The source of a Dataset; undefined for other nodes, and while its parameters are wrong. */
export function dataSourceOf({ layer, params }: Pick<TypedNode, "layer" | "params">): DataSource | undefined {
  return layer === Dataset && params ? sources.get(sourceName(params)) : undefined;
}
