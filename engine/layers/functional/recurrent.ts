import type { Builder, Value } from "../../ops/operation";
import { at } from "../../ops/tensor";
import type { GraphType } from "../../graph/graphType";
import { defaultUniform } from "../initializer";
import type { Weight } from "../layer";
import { expectSequence } from "./expect";
import { linear } from "./linear";

/** What a recurrent layer gives, for an input [N, time, features]. */
export function recurrentTypes(
  input: GraphType,
  hiddenSize: number,
  states: readonly string[],
): Record<string, GraphType> {
  const [time] = expectSequence(input);
  return {
    output: { shape: ["N", time, hiddenSize], dtype: "float32" },
    ...Object.fromEntries(
      states.map((state) => [state, { shape: ["N", hiddenSize], dtype: "float32" } as const]),
    ),
  };
}

/** PyTorch's weights of one layer in one direction; `gates` blocks of hiddenSize rows. All start within ±1/√hiddenSize. */
export function recurrentWeights(
  input: GraphType,
  hiddenSize: number,
  gates: number,
  bias: boolean,
): Record<string, Weight> {
  const [, features] = expectSequence(input);
  const init = defaultUniform(hiddenSize);
  const rows = gates * hiddenSize;
  return {
    weight_ih_l0: { shape: [rows, features], init, trainable: true },
    weight_hh_l0: { shape: [rows, hiddenSize], init, trainable: true },
    ...(bias && {
      bias_ih_l0: { shape: [rows], init, trainable: true },
      bias_hh_l0: { shape: [rows], init, trainable: true },
    }),
  };
}

/** What waits for the backward pass of a gated layer: the input's share of the gates, the gates, their gradients. */
export function recurrentKept(input: GraphType, hiddenSize: number, gates: number): number {
  const [time] = expectSequence(input);
  return 3 * gates * time * hiddenSize;
}

/** x·weight_ihᵀ + bias_ih of all time steps in one product, as one [N, rows] value for each step. */
export function inputProjections(b: Builder, x: Value, weight: Value, bias: Value | undefined): Value[] {
  const [batch, time] = [at(x.type.shape, 0), at(x.type.shape, 1)];
  const rows = at(weight.type.shape, 0);
  const all = linear(b, x, weight, bias);
  return Array.from({ length: time }, (_, step) =>
    b.reshape(b.slice(all, { starts: [0, step, 0], ends: [batch, step + 1, rows] }), {
      shape: [batch, rows],
    }),
  );
}

/** Splits [N, gates·hidden] into its gates. */
export function splitGates(b: Builder, x: Value, gates: number): Value[] {
  const [batch, rows] = [at(x.type.shape, 0), at(x.type.shape, 1)];
  const size = rows / gates;
  return Array.from({ length: gates }, (_, gate) =>
    b.slice(x, { starts: [0, gate * size], ends: [batch, (gate + 1) * size] }),
  );
}

/** [N, hidden] of each step to [N, time, hidden]. */
export function stackSteps(b: Builder, steps: readonly Value[]): Value {
  const rows = steps.map((step) => {
    const [batch, size] = [at(step.type.shape, 0), at(step.type.shape, 1)];
    return b.reshape(step, { shape: [batch, 1, size] });
  });
  return b.concat(rows, { axis: 1 });
}

/** A state [N, hidden] of zeros. */
export function zeroState(b: Builder, x: Value, hiddenSize: number): Value {
  return b.broadcast(b.constant({ value: 0 }), { shape: [at(x.type.shape, 0), hiddenSize] });
}
