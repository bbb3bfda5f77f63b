import type { EngineError } from "../run/EngineError";
import { findOutOfDomain, type OutOfDomain } from "./findOutOfDomain";
import type { TrainingPlan } from "./TrainingPlan";
import { describeSample, valueOutOfRange } from "./valueOutOfRange";

/**
 * The error to report if a training step (from 0) leads to values outside the domain of a loss or an embedding: on the
 * batch of one of its runs, by default the first.
 */
export async function outOfDomainAt(
  plan: TrainingPlan,
  step: number,
  run = 0,
): Promise<EngineError | undefined> {
  const { size, feeds } = await plan.batch(step, run);
  const found = await findOutOfDomain(plan, {
    batchSize: size,
    training: true,
    carries: "training",
    steps: [step + 1],
    feedsOf: () => feeds,
  });
  if (!found) return undefined;
  const sample = sampleOf(plan, found, (node, row) => plan.sampleAt(node, step, row, run));
  return valueOutOfRange({ step: step + 1 }, found, sample);
}

/** Names the first sample at fault, if the rows of the batch are samples of a single Dataset. */
export function sampleOf(
  { datasets }: Pick<TrainingPlan, "datasets">,
  { input, row }: OutOfDomain,
  sampleAt: (node: string, row: number) => number | undefined,
): string | undefined {
  const name = input.range.data?.node ?? (datasets.length === 1 ? datasets[0]?.node : undefined);
  const from = datasets.find(({ node }) => node === name);
  const sample = from && row !== undefined ? sampleAt(from.node, row) : undefined;
  return from && sample !== undefined ? describeSample(from, sample) : undefined;
}
