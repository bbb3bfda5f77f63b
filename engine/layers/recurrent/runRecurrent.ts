import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import type { LowerContext } from "../layer";
import { dropout } from "../functional/dropout";
import { linear } from "../functional/linear";
import { directionsOf, firstOf, stateShape, type Cell, type recurrentParams } from "./recurrent";

/**
 * Runs a cell over a sequence [N, time, features] through all layers and directions. With a mask, steps where it is 0
 * leave the states unchanged and output 0, as with PyTorch's packed sequences: the final state is that after the last
 * step that counts, and the reverse direction begins there.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pack_padded_sequence.html
 */
export function runRecurrent(
  context: LowerContext<typeof recurrentParams>,
  cell: Cell,
): Record<string, Value> {
  // Formats with recurrent layers support sequence lengths but not masks.
  if (context.recurrent && !context.inputs.mask?.[0]) return leftWhole(context, cell, context.recurrent);
  const { b, params, inputs, input, weight } = context;
  const { hiddenSize, numLayers } = params;
  const x = input("input");
  const batch = at(x.type.shape, 0);
  const mask = maskOf(b, inputs.mask?.[0], x);
  const isLong = at(x.type.shape, 1) > longestUnrolled;
  const zeros = b.broadcast(b.constant({ value: 0 }), { shape: [batch, hiddenSize] });
  const firsts = cell.states.map((state) => inputs[firstOf(state)]?.[0]);
  const finals: (readonly Value[])[] = [];
  let sequence = mask ? withoutPadding(b, x, mask) : x;
  for (let layer = 0; layer < numLayers; layer++) {
    const outputs = directionsOf(params).map((direction) => {
      const suffix = `l${String(layer)}${direction}`;
      const bias = (name: string) => (params.bias ? weight(`${name}_${suffix}`) : undefined);
      const index = finals.length;
      const states = firsts.map((first) =>
        first ? stateOfRun(b, first, index, [batch, ...stateShape(params)]) : zeros,
      );
      const run: Run = {
        direction,
        first: states,
        sequence,
        fromInput: (x) => linear(b, x, weight(`weight_ih_${suffix}`), bias("bias_ih")),
        weight: weight(`weight_hh_${suffix}`),
        bias: bias("bias_hh"),
        mask,
      };
      const after = isLong ? scanned(context, cell, run) : unrolled(b, cell, run);
      finals.push(after.states);
      return after.output;
    });
    const joined = outputs.length === 1 ? at(outputs, 0) : b.concat(outputs, { axis: 2 });
    sequence = layer < numLayers - 1 ? dropout(context, joined, params.dropout) : joined;
  }
  const lasts = cell.states.map((state, i) => {
    const runs = finals.map((states) => at(states, i));
    return [state, runs.length === 1 ? at(runs, 0) : stackSteps(b, runs)] as const;
  });
  return { output: sequence, ...Object.fromEntries(lasts) };
}

/** Emits the layers whole, one after another, for a format that supports them. */
function leftWhole(
  context: LowerContext<typeof recurrentParams>,
  { kind, states }: Cell,
  recurrent: NonNullable<LowerContext<typeof recurrentParams>["recurrent"]>,
): Record<string, Value> {
  const { b, params, inputs, input, weight } = context;
  const { hiddenSize, numLayers } = params;
  const directions = directionsOf(params);
  let sequence = input("input");
  const batch = at(sequence.type.shape, 0);
  const given = states.map((state) => {
    const first = inputs[firstOf(state)]?.[0];
    if (!first) return undefined;
    const all = b.broadcast(first, { shape: [batch, ...stateShape(params)] });
    return b.reshape(all, { shape: [batch, numLayers * directions.length, hiddenSize] });
  });
  const finals: (readonly Value[])[] = [];
  for (let layer = 0; layer < numLayers; layer++) {
    const run = layer * directions.length;
    const result = recurrent({
      kind,
      sequence,
      directions: directions.map((direction) => {
        const name = (start: string) => weight(`${start}_l${String(layer)}${direction}`);
        return {
          weights: [name("weight_ih"), name("weight_hh")],
          biases: params.bias ? [name("bias_ih"), name("bias_hh")] : undefined,
        };
      }),
      first: given.map(
        (first) =>
          first &&
          b.slice(first, { starts: [0, run, 0], ends: [batch, run + directions.length, hiddenSize] }),
      ),
    });
    finals.push(result.states);
    sequence = layer < numLayers - 1 ? dropout(context, result.output, params.dropout) : result.output;
  }
  const lasts = states.map((state, i) => {
    const all = b.concat(
      finals.map((layer) => at(layer, i)),
      { axis: 1 },
    );
    return [state, b.reshape(all, { shape: [batch, ...stateShape(params)] })] as const;
  });
  return { output: sequence, ...Object.fromEntries(lasts) };
}

/** Longer sequences become a loop in the Program: unrolled, they take long to compile on every device. */
const longestUnrolled = 32;

/** One layer in one direction over a sequence. */
interface Run {
  readonly direction: "" | "_reverse";
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
interface RunResult {
  readonly states: readonly Value[];
  readonly output: Value;
}

/** Unrolls every step: fast to run, but the Program grows with the sequence. */
function unrolled(
  b: Builder,
  cell: Cell,
  { direction, first, sequence, fromInput, weight, bias, mask }: Run,
): RunResult {
  const counts = mask && maskSteps(b, mask);
  const steps = stepsOf(b, fromInput(sequence)).map((given, time) => ({ given, count: counts?.[time] }));
  let states = first;
  const outputs = inDirection(direction, steps).map(({ given, count }) => {
    const before = states;
    const after = cell.step(b, given, linear(b, at(before, 0), weight, bias), before);
    states = count ? after.map((state, i) => b.where(count, state, at(before, i))) : after;
    return count ? b.where(count, at(after, 0), 0) : at(after, 0);
  });
  return { states, output: stackSteps(b, inDirection(direction, outputs)) };
}

/** The same as a loop. */
function scanned(
  { scan, b }: Pick<LowerContext<typeof recurrentParams>, "scan" | "b">,
  cell: Cell,
  { direction, first, sequence, fromInput, weight, bias, mask }: Run,
): RunResult {
  const timeFirst = { permutation: [1, 0, 2] };
  const counts = mask && b.reshape(mask, { shape: [...mask.type.shape, 1] });
  const reverse = direction !== "";
  const states = scan(
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

/** Splits [N, gates·hidden] into its gates. */
export function splitGates(b: Builder, x: Value, gates: number): Value[] {
  const [batch, rows] = [at(x.type.shape, 0), at(x.type.shape, 1)];
  const size = rows / gates;
  return Array.from({ length: gates }, (_, gate) =>
    b.slice(x, { starts: [0, gate * size], ends: [batch, (gate + 1) * size] }),
  );
}

/** Steps in the order in which a direction reads them, or reversed back. */
function inDirection<T>(direction: "" | "_reverse", steps: readonly T[]): readonly T[] {
  return direction === "" ? steps : [...steps].reverse();
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
function stackSteps(b: Builder, steps: readonly Value[]): Value {
  const rows = steps.map((step) => {
    const [batch, size] = [at(step.type.shape, 0), at(step.type.shape, 1)];
    return b.reshape(step, { shape: [batch, 1, size] });
  });
  return b.concat(rows, { axis: 1 });
}

/** A mask [N, time] as float32; one for all samples, [time], is repeated for each. */
function maskOf(b: Builder, mask: Value | undefined, x: Value): Value | undefined {
  const shape = x.type.shape.slice(0, 2);
  return mask && b.broadcast(b.cast(mask, { dtype: "float32" }), { shape });
}

/** A mask [N, time] as one [N, 1] per step. */
function maskSteps(b: Builder, mask: Value): Value[] {
  const [batch, time] = [at(mask.type.shape, 0), at(mask.type.shape, 1)];
  return Array.from({ length: time }, (_, step) =>
    b.slice(mask, { starts: [0, step], ends: [batch, step + 1] }),
  );
}

/** The sequence [N, time, features] with padding set to 0: otherwise a NaN there would reach the weights' gradients. */
function withoutPadding(b: Builder, x: Value, mask: Value): Value {
  return b.where(b.reshape(mask, { shape: [...mask.type.shape, 1] }), x, 0);
}

/** The initial state [N, hidden] of one layer in one direction, from those given for all of them. */
function stateOfRun(b: Builder, given: Value, run: number, shape: readonly number[]): Value {
  const all = b.broadcast(given, { shape });
  if (shape.length === 2) return all;
  const [batch, hidden] = [at(shape, 0), at(shape, 2)];
  const one = b.slice(all, { starts: [0, run, 0], ends: [batch, run + 1, hidden] });
  return b.reshape(one, { shape: [batch, hidden] });
}
