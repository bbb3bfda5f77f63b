import type { EnvironmentName, SourceName } from "../catalog";
import { environments } from "../environments";
import { adding } from "./adding";
import { blobs } from "./blobs";
import { copy } from "./copy";
import { csv } from "./csv";
import { digits } from "./digits";
import { gate } from "./gate";
import { grammar } from "./grammar";
import { idx } from "./idx";
import { lines } from "./lines";
import type { Loader } from "./loader";
import { moons } from "./moons";
import { random } from "./random";
import { reverse } from "./reverse";
import { ring } from "./ring";
import { shapes } from "./shapes";
import { sine } from "./sine";
import { spirals } from "./spirals";
import { text } from "./text";

const played = Object.fromEntries(environments.map(({ name }) => [name, { kind: "play" }])) as Readonly<
  Record<EnvironmentName, Loader>
>;

/** The loader of each source in the catalog. */
export const loaders: Readonly<Record<SourceName, Loader>> = {
  digits,
  idx,
  csv,
  text,
  xor: gate((a, b) => a !== b),
  and: gate((a, b) => a && b),
  or: gate((a, b) => a || b),
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
  ...played,
  random,
};
