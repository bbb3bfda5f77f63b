import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lowerIsBetter, targets } from "./targets";
import { copyExamples, hasMnist, train } from "./train";

/** Trains every n-th example to completion on the CPU. They are in two files, which run on two cores. */
export function reachesTargets({ every, from }: { readonly every: number; readonly from: number }): void {
  let workspace: string;
  beforeAll(async () => {
    workspace = await copyExamples();
  });
  afterAll(async () => {
    await rm(workspace, { recursive: true, force: true });
  });
  for (const [name, given] of Object.entries(targets).filter((_, index) => index % every === from)) {
    const wanted = [given].flat();
    it.skipIf(name.startsWith("mnist") && !hasMnist)(
      `${name}: ${wanted.map(({ title }) => title).join(", ")}`,
      { timeout: 240_000 },
      async () => {
        const { epochs } = await train(workspace, name);
        for (const { part, of, atLeast, atMost, atEnd } of wanted) {
          const values = (atEnd ? epochs.slice(-1) : epochs).map((epoch) => Number(epoch[part]?.[of] ?? NaN));
          const best = lowerIsBetter(of) ? Math.min(...values) : Math.max(...values);
          expect(best, of).toBeGreaterThanOrEqual(atLeast ?? -Infinity);
          expect(best, of).toBeLessThanOrEqual(atMost ?? Infinity);
        }
      },
    );
  }
}
