import type { Builder, Value } from "../../ops/operation";
import { at } from "../../ops/tensor";
import type { LowerContext } from "../layer";
import { dropout } from "./dropout";
import { linear } from "./linear";
import { directionsOf, firstOf, stateShape, type Cell, type recurrentParams } from "./recurrent";

/**
 * Runs a cell over a sequence [N, time, features] through all layers and directions. With a mask the steps where it is 0
 * leave the states as they are and give 0, as PyTorch does with packed sequences: the last state is that after the last
 * step that counts, and the way back begins there.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pack_padded_sequence.html
 */
export function runRecurrent(
  context: LowerContext<typeof recurrentParams>,
  cell: Cell,
): Record<string, Value> {
  const { b, params, inputs, input, weight } = context;
  const { hiddenSize, numLayers } = params;
  const x = input("input");
  const batch = at(x.type.shape, 0);
  const mask = maskOf(b, inputs.mask?.[0], x);
  const counts = mask && maskSteps(b, mask);
  const zeros = b.broadcast(b.constant({ value: 0 }), { shape: [batch, hiddenSize] });
  const firsts = cell.states.map((state) => inputs[firstOf(state)]?.[0]);
  const finals: (readonly Value[])[] = [];
  let sequence = mask ? withoutPadding(b, x, mask) : x;
  for (let layer = 0; layer < numLayers; layer++) {
    const outputs = directionsOf(params).map((direction) => {
      const suffix = `l${String(layer)}${direction}`;
      const bias = (name: string) => (params.bias ? weight(`${name}_${suffix}`) : undefined);
      const run = finals.length;
      let states: readonly Value[] = firsts.map((first) =>
        first ? stateOfRun(b, first, run, [batch, ...stateShape(params)]) : zeros,
      );
      const given = inputProjections(b, sequence, weight(`weight_ih_${suffix}`), bias("bias_ih"));
      const steps = given.map((fromInput, time) => ({ fromInput, count: counts?.[time] }));
      const outputs = inDirection(direction, steps).map(({ fromInput, count }) => {
        const before = states;
        const fromState = linear(b, at(before, 0), weight(`weight_hh_${suffix}`), bias("bias_hh"));
        const after = cell.step(b, fromInput, fromState, before);
        states = count ? after.map((state, i) => b.where(count, state, at(before, i))) : after;
        return count ? b.where(count, at(after, 0), 0) : at(after, 0);
      });
      finals.push(states);
      return stackSteps(b, inDirection(direction, outputs));
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

/** Splits [N, gates·hidden] into its gates. */
export function splitGates(b: Builder, x: Value, gates: number): Value[] {
  const [batch, rows] = [at(x.type.shape, 0), at(x.type.shape, 1)];
  const size = rows / gates;
  return Array.from({ length: gates }, (_, gate) =>
    b.slice(x, { starts: [0, gate * size], ends: [batch, (gate + 1) * size] }),
  );
}

/** Steps in the order in which a direction reads them, or back. */
function inDirection<T>(direction: "" | "_reverse", steps: readonly T[]): readonly T[] {
  return direction === "" ? steps : [...steps].reverse();
}

/** x·weight_ihᵀ + bias_ih of all time steps in one product, as one [N, rows] value for each step. */
function inputProjections(b: Builder, x: Value, weight: Value, bias: Value | undefined): Value[] {
  const [batch, time] = [at(x.type.shape, 0), at(x.type.shape, 1)];
  const rows = at(weight.type.shape, 0);
  const all = linear(b, x, weight, bias);
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

/** A mask [N, time] as float32; one of all samples, [time], counts for each. */
function maskOf(b: Builder, mask: Value | undefined, x: Value): Value | undefined {
  const shape = x.type.shape.slice(0, 2);
  return mask && b.broadcast(b.cast(mask, { dtype: "float32" }), { shape });
}

/** What a mask [N, time] says of each step, [N, 1]. */
function maskSteps(b: Builder, mask: Value): Value[] {
  const [batch, time] = [at(mask.type.shape, 0), at(mask.type.shape, 1)];
  return Array.from({ length: time }, (_, step) =>
    b.slice(mask, { starts: [0, step], ends: [batch, step + 1] }),
  );
}

/** The sequence [N, time, features] with 0 for padding, whatever stands there: NaN would reach the weights' gradients. */
function withoutPadding(b: Builder, x: Value, mask: Value): Value {
  return b.where(b.reshape(mask, { shape: [...mask.type.shape, 1] }), x, 0);
}

/** The state [N, hidden] that one layer in one direction begins with, of those given for all of them. */
function stateOfRun(b: Builder, given: Value, run: number, shape: readonly number[]): Value {
  const all = b.broadcast(given, { shape });
  if (shape.length === 2) return all;
  const [batch, hidden] = [at(shape, 0), at(shape, 2)];
  const one = b.slice(all, { starts: [0, run, 0], ends: [batch, run + 1, hidden] });
  return b.reshape(one, { shape: [batch, hidden] });
}
