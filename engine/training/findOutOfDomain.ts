import { averagesOf, withAverages } from "../compiler/averages";
import { domainStep, uncertainInputs } from "../compiler/domainStep";
import type { LowerOptions } from "../compiler/lower";
import { outputName } from "../compiler/outputTag";
import type { HostArrays } from "../tensor/hostArrays";
import { restrictedInputs, type RestrictedInput } from "../graph/restrictedInputs";
import type { TypedGraph } from "../graph/typedGraph";
import type { Session } from "../runtime/runtime";

/** Values at an input that are outside its domain. */
export interface OutOfDomain {
  readonly input: RestrictedInput;
  readonly low: number;
  readonly high: number;
  /** If each value is in the domain but their sums are not: the smallest and the largest sum. */
  readonly sums: readonly [low: number, high: number] | undefined;
  /** The first row of the batch with such a value, from 0; undefined if rows cannot be distinguished. */
  readonly row: number | undefined;
}

/** Tolerates probabilities that were rounded to two digits. */
const sumTolerance = 0.02;

/** The batches to search, all of one size. */
export interface SearchedBatches extends LowerOptions {
  readonly steps: Iterable<number>;
  /** The feeds of a step; called just before the step runs. */
  readonly feedsOf: (step: number) => HostArrays | Promise<HostArrays>;
  /** Whether the batches do not come from the model's data, whose facts then do not apply. */
  readonly foreign?: boolean;
  /** Whether the averages of the weights compute them, if the model has any. */
  readonly averaged?: boolean;
}

/**
 * The first input in graph order that gets values outside its domain from the batches, with the current state, and the
 * step in which it does. Costs nothing if the data and layers guarantee values in the domain.
 */
export async function findOutOfDomain(
  { typed, session }: { readonly typed: TypedGraph; readonly session: Session },
  { steps, feedsOf, foreign = false, averaged = false, ...options }: SearchedBatches,
): Promise<(OutOfDomain & { readonly step: number }) | undefined> {
  const inputs = foreign ? restrictedInputs(typed.nodes) : uncertainInputs(typed);
  if (inputs.length === 0) return undefined;
  let found: (OutOfDomain & { readonly step: number }) | undefined;
  const program = domainStep(typed, inputs, options);
  const read = averaged ? withAverages(program, averagesOf(typed)) : program;
  const executable = await session.load(read, (step, outputs) => {
    for (const input of inputs) {
      const name = outputName({ kind: "domain", node: input.node.node.id, port: input.port });
      const [low = 0, high = 0, outside = 0, least = 1, most = 1, first = 0] = outputs[name] ?? [];
      const isOff = Math.abs(least - 1) > sumTolerance || Math.abs(most - 1) > sumTolerance;
      const row = first > 0 ? first - 1 : undefined;
      if (outside > 0) found ??= { input, low, high, sums: undefined, row, step };
      else if (isOff) found ??= { input, low, high, sums: [least, most], row: undefined, step };
    }
  });
  for (const step of steps) {
    await executable.run(await feedsOf(step), step);
    await executable.drain();
    if (found) break;
  }
  executable.dispose();
  return found;
}
