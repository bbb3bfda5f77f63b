import { csv } from "./csv";
import { digits } from "./digits";
import { and, or, xor } from "./gates";
import { idx } from "./idx";
import { blobs, moons, spirals } from "./planes";
import { sine } from "./sine";
import type { DataSource } from "./source";

/** Every data source by its name, in the order in which people are offered them. Pure: nothing is loaded here. */
export const sources: ReadonlyMap<string, DataSource> = new Map(
  [digits, idx, csv, xor, and, or, spirals, moons, blobs, sine].map((source) => [source.name, source]),
);
