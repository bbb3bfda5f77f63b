import { linear } from "./linear";
import type { Builder, Value } from "./operation";
import type { Cell } from "./recurrentCells";
import type { ScanOver } from "./scan";
import { at } from "../tensor/tensor";

/** Longer sequences become a loop in the Program: unrolled, they take long to compile on every device. */
export const maxUnrolled = 32;

/** A cell in one direction over a sequence. */
export interface Run {
  readonly cell: Cell;
  /** Whether the steps are read from the last to the first. */
  readonly reverse: boolean;
  /** The states [N, hidden] before the first step. */
  readonly initialStates: readonly Value[];
  /** [N, time, features] */
  readonly sequence: Value;
  /** x·weight_ihᵀ + bias_ih along the last axis, for all steps in one product. */
  readonly fromInput: (x: Value) => Value;
  readonly weight: Value;
  readonly bias: Value | undefined;
  /** [N, time] */
  readonly mask: Value | undefined;
}

/**
 * The results of a run: the states [N, hidden] after the last step, and the first of them after each step,
 * [N, time, hidden].
 */
export interface RunResult {
  readonly states: readonly Value[];
  readonly output: Value;
}

/** Runs a cell over a sequence. */
export function runCell(b: Builder, run: Run, scan: ScanOver): RunResult {
  return at(run.sequence.type.shape, 1) > maxUnrolled ? scanned(b, run, scan) : unrolled(b, run);
}

/** Unrolls every step: fast to run, but the Program grows with the sequence. */
function unrolled(
  b: Builder,
  { cell, reverse, initialStates, sequence, fromInput, weight, bias, mask }: Run,
): RunResult {
  const stepMasks = mask && maskSteps(b, mask);
  const steps = stepsOf(b, fromInput(sequence)).map((given, time) => ({
    given,
    stepMask: stepMasks?.[time],
  }));
  let states = initialStates;
  const outputs = inDirection(reverse, steps).map(({ given, stepMask }) => {
    const previous = states;
    const next = cell.step(b, given, linear(b, at(previous, 0), weight, bias), previous);
    states = stepMask ? next.map((state, i) => b.where(stepMask, state, at(previous, i))) : next;
    return stepMask ? b.where(stepMask, at(next, 0), 0) : at(next, 0);
  });
  return { states, output: stackSteps(b, inDirection(reverse, outputs)) };
}

/** The same as a loop, whose size does not depend on the sequence's length. */
function scanned(
  b: Builder,
  { cell, reverse, initialStates, sequence, fromInput, weight, bias, mask }: Run,
  scan: ScanOver,
): RunResult {
  const timeFirst = { permutation: [1, 0, 2] };
  const stepMasks = mask && b.reshape(mask, { shape: [...mask.type.shape, 1] });
  const states = scan(
    b,
    {
      states: initialStates,
      sequences: [
        fromInput(b.transpose(sequence, timeFirst)),
        ...(stepMasks ? [b.transpose(stepMasks, timeFirst)] : []),
      ],
      constants: bias ? [weight, bias] : [weight],
      reverse,
    },
    (inner, { states: previous, rows: [given, stepMask], constants: [ownWeight, ownBias] }) => {
      if (!given || !ownWeight) throw new Error("a step of a recurrence lacks its inputs");
      const next = cell.step(inner, given, linear(inner, at(previous, 0), ownWeight, ownBias), previous);
      return stepMask ? next.map((state, i) => inner.where(stepMask, state, at(previous, i))) : next;
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
    output: stepMasks ? b.where(stepMasks, output, 0) : output,
  };
}

/** Steps in the order in which a direction reads them, or back in the original order. */
function inDirection<T>(reverse: boolean, steps: readonly T[]): readonly T[] {
  return reverse ? [...steps].reverse() : steps;
}

/** Splits [N, time, rows] into one [N, rows] per step. */
function stepsOf(b: Builder, all: Value): Value[] {
  const [batch, time, rows] = [at(all.type.shape, 0), at(all.type.shape, 1), at(all.type.shape, 2)];
  return Array.from({ length: time }, (_, step) =>
    b.reshape(b.slice(all, { starts: [0, step, 0], ends: [batch, step + 1, rows] }), {
      shape: [batch, rows],
    }),
  );
}

/** Stacks one [N, hidden] per step to [N, steps, hidden]. */
export function stackSteps(b: Builder, steps: readonly Value[]): Value {
  const rows = steps.map((step) => {
    const [batch, size] = [at(step.type.shape, 0), at(step.type.shape, 1)];
    return b.reshape(step, { shape: [batch, 1, size] });
  });
  return b.concat(rows, { axis: 1 });
}

/** Splits a mask [N, time] into one [N, 1] per step. */
function maskSteps(b: Builder, mask: Value): Value[] {
  const [batch, time] = [at(mask.type.shape, 0), at(mask.type.shape, 1)];
  return Array.from({ length: time }, (_, step) =>
    b.slice(mask, { starts: [0, step], ends: [batch, step + 1] }),
  );
}
