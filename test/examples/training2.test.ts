import { describe } from "vitest";
import { reachesTargets } from "./reachesTargets";

describe("trained to completion on the CPU", () => {
  reachesTargets({ every: 2, from: 1 });
});
