import type { EngineError } from "./EngineError";
import { findOutOfDomain, type OutOfDomain } from "./findOutOfDomain";
import type { TrainingPlan } from "./TrainingPlan";
import { sampleIn, valueOutOfRange } from "./valueOutOfRange";

/** The error of a training step, counted from 0, that gets numbers that a loss or a table does not take; undefined where it does not. */
export async function outsideAt(plan: TrainingPlan, step: number): Promise<EngineError | undefined> {
  const { size, feeds } = await plan.batch(step);
  const found = await findOutOfDomain(plan, {
    batchSize: size,
    training: true,
    steps: [step + 1],
    feedsOf: () => feeds,
  });
  if (!found) return undefined;
  const place = placeOf(plan, found, (node, row) => plan.sampleAt(node, step, row));
  return valueOutOfRange({ step: step + 1 }, found, place);
}

/** The first sample at fault, where rows are those of one Dataset. */
export function placeOf(
  { datasets }: Pick<TrainingPlan, "datasets">,
  { input, row }: OutOfDomain,
  sampleAt: (node: string, row: number) => number | undefined,
): string | undefined {
  const name = input.range.data?.node ?? (datasets.length === 1 ? datasets[0]?.node : undefined);
  const from = datasets.find(({ node }) => node === name);
  const sample = from && row !== undefined ? sampleAt(from.node, row) : undefined;
  return from && sample !== undefined ? sampleIn(from, sample) : undefined;
}
