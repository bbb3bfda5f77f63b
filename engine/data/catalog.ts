import { csv } from "./catalog/csv";
import { digits } from "./catalog/digits";
import { and, or, xor } from "./catalog/gates";
import { idx } from "./catalog/idx";
import { blobs, moons, spirals } from "./catalog/planes";
import { sine } from "./catalog/sine";
import type { DataSource } from "./source";

/** Every data source by its name, in the order in which people are offered them. Pure: nothing is loaded here. */
export const sources: ReadonlyMap<string, DataSource> = new Map(
  [digits, idx, csv, xor, and, or, spirals, moons, blobs, sine].map((source) => [source.name, source]),
);
