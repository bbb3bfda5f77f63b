import type { Builder, Value } from "./operation";
import { at } from "../tensor/tensor";

/** PyTorch's names for the cells of recurrent layers. */
export type CellName = "LSTM" | "GRU" | "RNN_TANH" | "RNN_RELU";

export interface Cell {
  /** The number of blocks of hiddenSize rows in its weights. */
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
  step: (b, fromInput, fromState, [, previous]) => {
    const gates = splitGates(b, b.add(fromInput, fromState), 4);
    const [input, forget, output] = [
      b.sigmoid(at(gates, 0)),
      b.sigmoid(at(gates, 1)),
      b.sigmoid(at(gates, 3)),
    ];
    const cell = b.add(b.mul(forget, previous ?? 0), b.mul(input, b.tanh(at(gates, 2))));
    return [b.mul(output, b.tanh(cell)), cell];
  },
};

/** PyTorch's variant of Cho et al. (2014): the reset gate is applied after the product; the gates are in the order r z n. */
const gru: Cell = {
  gates: 3,
  states: ["hidden"],
  step: (b, fromInput, fromState, [previous]) => {
    const inputGates = splitGates(b, fromInput, 3);
    const stateGates = splitGates(b, fromState, 3);
    const reset = b.sigmoid(b.add(at(inputGates, 0), at(stateGates, 0)));
    const update = b.sigmoid(b.add(at(inputGates, 1), at(stateGates, 1)));
    const candidate = b.tanh(b.add(at(inputGates, 2), b.mul(reset, at(stateGates, 2))));
    return [b.add(b.mul(b.sub(1, update), candidate), b.mul(update, previous ?? 0))];
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
