import { linear } from "./linear";
import type { Builder, Value } from "./operation";
import type { Cell } from "./recurrentCells";
import type { ScanOver } from "./scan";
import { at } from "../tensor/tensor";

/** Longer sequences become a loop in the Program: unrolled, they take long to compile on every device. */
const longestUnrolled = 32;

/** A cell in one direction over a sequence. */
export interface Run {
  readonly cell: Cell;
  /** From the last step to the first. */
  readonly reverse: boolean;
  /** The states [N, hidden] before the first step. */
  readonly first: readonly Value[];
  /** [N, time, features] */
  readonly sequence: Value;
  /** x·weight_ihᵀ + bias_ih along the last axis: of all steps in one product. */
  readonly fromInput: (x: Value) => Value;
  readonly weight: Value;
  readonly bias: Value | undefined;
  /** [N, time] */
  readonly mask: Value | undefined;
}

/**
 * The results of a run: the states [N, hidden] after the last step, and the first state after each, [N, time, hidden].
 */
export interface RunResult {
  readonly states: readonly Value[];
  readonly output: Value;
}

/** Carries a cell's states over a sequence. */
export function runCell(b: Builder, run: Run, scan: ScanOver): RunResult {
  return at(run.sequence.type.shape, 1) > longestUnrolled ? scanned(b, run, scan) : unrolled(b, run);
}

/** Unrolls every step: fast to run, but the Program grows with the sequence. */
function unrolled(
  b: Builder,
  { cell, reverse, first, sequence, fromInput, weight, bias, mask }: Run,
): RunResult {
  const counts = mask && maskSteps(b, mask);
  const steps = stepsOf(b, fromInput(sequence)).map((given, time) => ({ given, count: counts?.[time] }));
  let states = first;
  const outputs = inDirection(reverse, steps).map(({ given, count }) => {
    const before = states;
    const after = cell.step(b, given, linear(b, at(before, 0), weight, bias), before);
    states = count ? after.map((state, i) => b.where(count, state, at(before, i))) : after;
    return count ? b.where(count, at(after, 0), 0) : at(after, 0);
  });
  return { states, output: stackSteps(b, inDirection(reverse, outputs)) };
}

/** The same as a loop. */
function scanned(
  b: Builder,
  { cell, reverse, first, sequence, fromInput, weight, bias, mask }: Run,
  scan: ScanOver,
): RunResult {
  const timeFirst = { permutation: [1, 0, 2] };
  const counts = mask && b.reshape(mask, { shape: [...mask.type.shape, 1] });
  const states = scan(
    b,
    {
      states: first,
      sequences: [
        fromInput(b.transpose(sequence, timeFirst)),
        ...(counts ? [b.transpose(counts, timeFirst)] : []),
      ],
      constants: bias ? [weight, bias] : [weight],
      reverse,
    },
    (inner, { states: before, rows: [given, count], constants: [ownWeight, ownBias] }) => {
      if (!given || !ownWeight) throw new Error("a step of a recurrence lacks its inputs");
      const after = cell.step(inner, given, linear(inner, at(before, 0), ownWeight, ownBias), before);
      return count ? after.map((state, i) => inner.where(count, state, at(before, i))) : after;
    },
  );
  const output = b.transpose(at(states, 0), timeFirst);
  return {
    states: states.map((all) => {
      const [time = 0, batch = 0, hidden = 0] = all.type.shape;
      const last = reverse ? 0 : time - 1;
      const row = b.slice(all, { starts: [last, 0, 0], ends: [last + 1, batch, hidden] });
      return b.reshape(row, { shape: [batch, hidden] });
    }),
    output: counts ? b.where(counts, output, 0) : output,
  };
}

/** Steps in the order in which a direction reads them, or reversed back. */
function inDirection<T>(reverse: boolean, steps: readonly T[]): readonly T[] {
  return reverse ? [...steps].reverse() : steps;
}

/** [N, rows] of each time step of [N, time, rows]. */
function stepsOf(b: Builder, all: Value): Value[] {
  const [batch, time, rows] = [at(all.type.shape, 0), at(all.type.shape, 1), at(all.type.shape, 2)];
  return Array.from({ length: time }, (_, step) =>
    b.reshape(b.slice(all, { starts: [0, step, 0], ends: [batch, step + 1, rows] }), {
      shape: [batch, rows],
    }),
  );
}

/** [N, hidden] of each step to [N, steps, hidden]. */
export function stackSteps(b: Builder, steps: readonly Value[]): Value {
  const rows = steps.map((step) => {
    const [batch, size] = [at(step.type.shape, 0), at(step.type.shape, 1)];
    return b.reshape(step, { shape: [batch, 1, size] });
  });
  return b.concat(rows, { axis: 1 });
}

/** A mask [N, time] as one [N, 1] per step. */
function maskSteps(b: Builder, mask: Value): Value[] {
  const [batch, time] = [at(mask.type.shape, 0), at(mask.type.shape, 1)];
  return Array.from({ length: time }, (_, step) =>
    b.slice(mask, { starts: [0, step], ends: [batch, step + 1] }),
  );
}
