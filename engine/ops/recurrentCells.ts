import type { Builder, Value } from "./operation";
import { at } from "../tensor/tensor";

/** PyTorch's names for what a recurrent layer computes in each step. */
export type CellName = "LSTM" | "GRU" | "RNN_TANH" | "RNN_RELU";

export interface Cell {
  /** Blocks of hiddenSize rows in its weights. */
  readonly gates: number;
  /** The first state is the output. */
  readonly states: readonly ["hidden"] | readonly ["hidden", "cell"];
  /**
   * The states [N, hidden] after a step, in the order of `states`, given W_ih·x + b_ih of the step and W_hh·h + b_hh of
   * the previous state (both [N, gates·hidden]), and the previous states.
   */
  readonly step: (
    b: Builder,
    fromInput: Value,
    fromState: Value,
    states: readonly Value[],
  ) => readonly Value[];
}

/** Gates in PyTorch's order i f g o. Hochreiter and Schmidhuber (1997), with forget gates (Gers et al. 2000). */
const lstm: Cell = {
  gates: 4,
  states: ["hidden", "cell"],
  step: (b, fromInput, fromState, [, before]) => {
    const gates = splitGates(b, b.add(fromInput, fromState), 4);
    const [write, keep, read] = [b.sigmoid(at(gates, 0)), b.sigmoid(at(gates, 1)), b.sigmoid(at(gates, 3))];
    const memory = b.add(b.mul(keep, before ?? 0), b.mul(write, b.tanh(at(gates, 2))));
    return [b.mul(read, b.tanh(memory)), memory];
  },
};

/** PyTorch's variant of Cho et al. (2014): the reset gate is applied after the product; the gates are in the order r z n. */
const gru: Cell = {
  gates: 3,
  states: ["hidden"],
  step: (b, given, recalled, [before]) => {
    const fromInput = splitGates(b, given, 3);
    const fromState = splitGates(b, recalled, 3);
    const reset = b.sigmoid(b.add(at(fromInput, 0), at(fromState, 0)));
    const update = b.sigmoid(b.add(at(fromInput, 1), at(fromState, 1)));
    const candidate = b.tanh(b.add(at(fromInput, 2), b.mul(reset, at(fromState, 2))));
    return [b.add(b.mul(b.sub(1, update), candidate), b.mul(update, before ?? 0))];
  },
};

/** Elman (1990): the new state is a nonlinearity of the step's input and the previous state. */
function elman(nonlinearity: "tanh" | "relu"): Cell {
  return {
    gates: 1,
    states: ["hidden"],
    step: (b, fromInput, fromState) => [b[nonlinearity](b.add(fromInput, fromState))],
  };
}

export const recurrentCells: Readonly<Record<CellName, Cell>> = {
  LSTM: lstm,
  GRU: gru,
  RNN_TANH: elman("tanh"),
  RNN_RELU: elman("relu"),
};

/** Splits [N, gates·hidden] into its gates. */
function splitGates(b: Builder, x: Value, gates: number): Value[] {
  const [batch, rows] = [at(x.type.shape, 0), at(x.type.shape, 1)];
  const size = rows / gates;
  return Array.from({ length: gates }, (_, gate) =>
    b.slice(x, { starts: [0, gate * size], ends: [batch, (gate + 1) * size] }),
  );
}
