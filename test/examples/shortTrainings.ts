import type { Training } from "./checkExamples";
import { exampleFigures } from "./exampleFigures";

/** What `npm test` trains, in two files, which run on two cores: every second example, for a few seconds. */
export function shortTrainings(half: 0 | 1): Training[] {
  return Object.entries(exampleFigures)
    .filter((_, index) => index % 2 === half)
    .map(([name, { full, early }]) => ({ name, figures: full, ...early }));
}
