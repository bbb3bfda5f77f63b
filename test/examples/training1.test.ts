import { describe } from "vitest";
import { checkExamples } from "./checkExamples";
import { shortTrainings } from "./shortTrainings";

describe("trained on the CPU for a few seconds", () => {
  checkExamples(shortTrainings(0), { timeout: 120_000 });
});
