import { domainStep, uncertainInputs } from "../compiler/domainStep";
import type { RestrictedInput } from "../graph/restrictedInputs";
import type { TrainingPart, TrainingPlan } from "./TrainingPlan";

/** Numbers that arrive at an input that does not take them. */
export interface OutOfDomain {
  readonly input: RestrictedInput;
  readonly low: number;
  readonly high: number;
  /** Where single numbers are right and their sums are not: the smallest and the largest sum. */
  readonly sums: readonly [low: number, high: number] | undefined;
}

/** Sums of probabilities that people have rounded to two digits are this far from 1. */
const sumTolerance = 0.02;

/**
 * The first input, in the graph's order, that gets numbers out of its domain from the batch that `part` is fed with and
 * the state as it is. Costs nothing where data and layers promise the right ones.
 */
export async function findOutOfDomain(
  { typed, session }: Pick<TrainingPlan, "typed" | "session">,
  part: Pick<TrainingPart, "batchSize" | "feeds">,
  step: number,
): Promise<OutOfDomain | undefined> {
  const inputs = uncertainInputs(typed);
  if (inputs.length === 0) return undefined;
  let found: OutOfDomain | undefined;
  const executable = await session.load(domainStep(typed, inputs, part.batchSize), (_, outputs) => {
    inputs.forEach((input, i) => {
      const [low = 0, high = 0, outside = 0, least = 1, most = 1] = outputs[String(i)] ?? [];
      const isOff = Math.abs(least - 1) > sumTolerance || Math.abs(most - 1) > sumTolerance;
      if (outside > 0) found ??= { input, low, high, sums: undefined };
      else if (isOff) found ??= { input, low, high, sums: [least, most] };
    });
  });
  await executable.run(part.feeds, step);
  await executable.drain();
  executable.dispose();
  return found;
}
