import type { SourceName } from "../catalog";
import { blobs } from "./blobs";
import { csv } from "./csv";
import { digits } from "./digits";
import { gate } from "./gate";
import { idx } from "./idx";
import type { Loader } from "./loader";
import { moons } from "./moons";
import { random } from "./random";
import { ring } from "./ring";
import { sine } from "./sine";
import { spirals } from "./spirals";
import { text } from "./text";

/** The loader of each source in the catalog. */
export const loaders: Readonly<Record<SourceName, Loader>> = {
  digits,
  idx,
  csv,
  text,
  xor: gate((a, b) => a !== b),
  and: gate((a, b) => a && b),
  or: gate((a, b) => a || b),
  spirals,
  moons,
  blobs,
  ring,
  sine,
  random,
};
