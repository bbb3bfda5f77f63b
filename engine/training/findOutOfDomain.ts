import { domainStep, uncertainInputs } from "../compiler/domainStep";
import type { LowerOptions } from "../compiler/lower";
import { outputName } from "../compiler/outputTag";
import type { HostArrays } from "../tensor/hostArrays";
import { restrictedInputs, type RestrictedInput } from "../graph/restrictedInputs";
import type { TypedGraph } from "../graph/typedGraph";
import type { Session } from "../runtime/runtime";

/** Numbers that arrive at an input that does not take them. */
export interface OutOfDomain {
  readonly input: RestrictedInput;
  readonly low: number;
  readonly high: number;
  /** Where single numbers are right and their sums are not: the smallest and the largest sum. */
  readonly sums: readonly [low: number, high: number] | undefined;
  /** The first row of the batch with such a number, from 0, where its rows are told apart. */
  readonly row: number | undefined;
}

/** Sums of probabilities that people have rounded to two digits are this far from 1. */
const sumTolerance = 0.02;

/** What a search looks through: batches of one size. */
export interface SearchedBatches extends LowerOptions {
  readonly steps: Iterable<number>;
  /** What a step is fed with; read when its turn comes. */
  readonly feedsOf: (step: number) => HostArrays | Promise<HostArrays>;
  /** Given by hand: what is known of the data says nothing of them. */
  readonly foreign?: boolean;
}

/**
 * The first input, in the graph's order, that gets numbers out of its domain from batches and the state as it is, with the
 * step that brought them. Costs nothing where data and layers promise the right ones.
 */
export async function findOutOfDomain(
  { typed, session }: { readonly typed: TypedGraph; readonly session: Session },
  { steps, feedsOf, foreign = false, ...options }: SearchedBatches,
): Promise<(OutOfDomain & { readonly step: number }) | undefined> {
  const inputs = foreign ? restrictedInputs(typed.nodes) : uncertainInputs(typed);
  if (inputs.length === 0) return undefined;
  let found: (OutOfDomain & { readonly step: number }) | undefined;
  const executable = await session.load(domainStep(typed, inputs, options), (step, outputs) => {
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
