import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Seeds } from "./exampleFigures";
import type { Figure } from "./figure";
import { copyExamples, hasData, train, type Trained, type TrainingOptions } from "./train";

/** An example, how it is trained, and what it must reach. */
export interface Training extends Omit<TrainingOptions, "seed"> {
  readonly name: string;
  readonly figures: readonly Figure[];
  /** By default the document's seed alone. */
  readonly seeds?: Seeds | undefined;
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
  for (const { name, figures, seeds, ...until } of trainings)
    it.skipIf(!hasData(name))(`${name}: ${titleOf(figures, seeds)}`, options, async ({ annotate }) => {
      const tried: (readonly Measured[])[] = [];
      for (const seed of seeds ? seedsOf(seeds) : [undefined]) {
        const start = performance.now();
        const measured = await measure(
          await train(workspace, name, { ...until, ...(seed && { seed }) }),
          figures,
        );
        tried.push(measured);
        await annotate(`${described(measured)}; ${((performance.now() - start) / 1000).toFixed(0)} s`);
      }
      const reached = tried.filter((measured) => measured.every(isReached));
      expect(reached.length, tried.map(described).join("\n")).toBeGreaterThanOrEqual(seeds?.reach ?? 1);
    });
}

interface Measured extends Figure {
  readonly value: number;
}

async function measure(trained: Trained, figures: readonly Figure[]): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const figure of figures) measured.push({ ...figure, value: await figure.of(trained) });
  return measured;
}

/** NaN reaches nothing. */
function isReached({ value, atLeast = -Infinity, atMost = Infinity }: Measured): boolean {
  return value >= atLeast && value <= atMost;
}

function described(measured: readonly Measured[]): string {
  return measured.map(({ title, value }) => `${title}: ${value.toPrecision(4)}`).join("; ");
}

function titleOf(figures: readonly Figure[], seeds: Seeds | undefined): string {
  const titles = figures.map(({ title }) => title).join(", ");
  return seeds ? `${titles}, in ${String(seeds.reach)} of ${String(seeds.tried)} seeds` : titles;
}

function seedsOf({ tried }: Seeds): number[] {
  return Array.from({ length: tried }, (_, i) => i + 1);
}
