import { describe } from "vitest";
import { checkExamples } from "./checkExamples";
import { exampleFigures } from "./exampleFigures";

// The others are trained to completion by `npm test`.
const long = Object.entries(exampleFigures).filter(([, { early }]) => early !== undefined);

describe("trained to completion on the CPU", () => {
  checkExamples(
    long.map(([name, { full }]) => ({ name, figures: full })),
    { timeout: 3_600_000 },
  );
});
