import { csv } from "./csv";
import { digits } from "./digits";
import { and, or, xor } from "./gates";
import { idx } from "./idx";
import { blobs, moons, ring, spirals } from "./planes";
import { random } from "./random";
import { sine } from "./sine";
import { sourceName } from "./sourceName";
import { text } from "./text";

const all = [digits, idx, csv, text, xor, and, or, spirals, moons, blobs, ring, sine, random] as const;

/** One of the catalog's sources. */
export type CatalogSource = (typeof all)[number];
/** The name of a source, as written in documents. */
export type SourceName = CatalogSource["name"];

/** Every data source by its name, in the order shown to the user. Nothing is loaded here. */
export const sources: ReadonlyMap<string, CatalogSource> = new Map(
  all.map((source) => [source.name, source]),
);

/** Whether a Dataset with these parameters is read in its own order, each row of a batch continuing that of the last. */
export function isSequential(params: Readonly<Record<string, unknown>>): boolean {
  return sources.get(sourceName(params))?.sequential?.(params) ?? false;
}
