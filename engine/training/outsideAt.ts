import type { EngineError } from "./EngineError";
import { findOutOfDomain, type OutOfDomain } from "./findOutOfDomain";
import type { TrainingPlan } from "./TrainingPlan";
import { sampleIn, valueOutOfRange } from "./valueOutOfRange";

/** The error of a training step, counted from 0, that gets numbers that a loss or a table does not take; undefined where it does not. */
export async function outsideAt(plan: TrainingPlan, step: number): Promise<EngineError | undefined> {
  const { batchSize, feeds } = plan.fill(step);
  const found = await findOutOfDomain(plan, { batchSize, training: true, feeds, steps: [step + 1] });
  if (!found) return undefined;
  const place = placeOf(plan, found, (node, row) => plan.sampleAt(node, step, row));
  return valueOutOfRange({ step: step + 1 }, found, place);
}

/** The first sample at fault, where rows are those of one Dataset. */
export function placeOf(
  { nodes }: Pick<TrainingPlan, "nodes">,
  { input, row }: OutOfDomain,
  sampleAt: (node: string, row: number) => number | undefined,
): string | undefined {
  const name = input.range.data?.node ?? (nodes.length === 1 ? nodes[0]?.node : undefined);
  const dataset = nodes.find(({ node }) => node === name);
  const sample = dataset && row !== undefined ? sampleAt(dataset.node, row) : undefined;
  return dataset && sample !== undefined ? sampleIn(dataset, sample) : undefined;
}
