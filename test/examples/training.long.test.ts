import { describe } from "vitest";
import { checkExamples } from "./checkExamples";
import { exampleFigures } from "./exampleFigures";

// The others are trained to completion by `npm test`, from one seed.
const long = Object.entries(exampleFigures).filter(([, { early, seeds }]) => early ?? seeds);

describe("trained to completion on the CPU", () => {
  checkExamples(
    long.map(([name, { full, seeds }]) => ({ name, figures: full, seeds })),
    { timeout: 3_600_000 },
  );
});
