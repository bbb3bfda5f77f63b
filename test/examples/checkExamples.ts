import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Figure } from "./figure";
import { copyExamples, hasMnist, train } from "./train";

/** An example and how it is trained: to completion, or for some epochs. */
export interface Training {
  readonly name: string;
  readonly figures: readonly Figure[];
  readonly epochs?: number | undefined;
}

/** Trains examples on the CPU and checks their figures. */
export function checkExamples(trainings: readonly Training[], options: { readonly timeout: number }): void {
  let workspace: string;
  beforeAll(async () => {
    workspace = await copyExamples();
  });
  afterAll(async () => {
    await rm(workspace, { recursive: true, force: true });
  });
  for (const { name, figures, epochs } of trainings)
    it.skipIf(name.startsWith("mnist") && !hasMnist)(
      `${name}: ${figures.map(({ title }) => title).join(", ")}`,
      options,
      async () => {
        const trained = await train(workspace, name, epochs);
        for (const { title, of, atLeast, atMost } of figures) {
          const value = await of(trained);
          expect(value, title).toBeGreaterThanOrEqual(atLeast ?? -Infinity);
          expect(value, title).toBeLessThanOrEqual(atMost ?? Infinity);
        }
      },
    );
}
