import { environments } from "../environments";
import { adding } from "./adding";
import { copy } from "./copy";
import { csv } from "./csv";
import { digits } from "./digits";
import { environmentSource } from "./environments";
import { and, or, xor } from "./gates";
import { grammar } from "./grammar";
import { idx } from "./idx";
import { lines } from "./lines";
import { blobs, moons, ring, spirals } from "./planes";
import { random } from "./random";
import { reverse } from "./reverse";
import { shapes } from "./shapes";
import { sine } from "./sine";
import { sourceName } from "./sourceName";
import { text } from "./text";

const all = [
  digits,
  idx,
  csv,
  text,
  xor,
  and,
  or,
  lines,
  spirals,
  moons,
  blobs,
  ring,
  sine,
  adding,
  copy,
  reverse,
  grammar,
  shapes,
  random,
  ...environments.map((record) => environmentSource(record)),
] as const;

/** One of the catalog's sources. */
export type CatalogSource = (typeof all)[number];
/** The name of a source, as written in documents. */
export type SourceName = CatalogSource["name"];
/** The name of an environment. */
export type EnvironmentName = (typeof environments)[number]["name"];

/** Every data source by its name, in the order shown to the user. Nothing is loaded here. */
export const sources: ReadonlyMap<string, CatalogSource> = new Map(
  all.map((source) => [source.name, source]),
);

/** Whether a Dataset with these parameters is read in its own order, each row of a batch continuing that of the last. */
export function isSequential(params: Readonly<Record<string, unknown>>): boolean {
  return sources.get(sourceName(params))?.sequential?.(params) ?? false;
}
