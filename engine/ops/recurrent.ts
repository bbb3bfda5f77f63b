import { linear } from "./linear";
import { onnxRecurrent } from "./onnxRecurrent";
import { defineOperation, type Value } from "./operation";
import { recurrentCells, type CellName } from "./recurrentCells";
import { runCell } from "./recurrentSteps";
import { at, float } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /**
     * The sequence is [N, T, features]. For each direction, in PyTorch's layouts: weights [gates·H, features] and
     * [gates·H, H]; two biases [gates·H], or none; and the initial states [N, H], or none for zeros. The mask is float32
     * [N, T]. Outputs: [N, T, directions·H]; then the states [N, H] after the last step, hidden before cell, one per
     * direction.
     */
    recurrent: Signature<
      ["sequence", List<"weights">, List<"biases">, List<"hidden">, List<"cell">, Optional<"mask">],
      RecurrentAttributes,
      "list"
    >;
  }
}

export interface RecurrentAttributes {
  readonly cell: CellName;
  /** Also reads the sequence backwards; both outputs are concatenated. */
  readonly bidirectional: boolean;
}

/**
 * One layer of an LSTM, a GRU or an Elman network, in one direction or both. Where the mask is 0, the states do not change
 * and the output is 0, as with PyTorch's packed sequences; the sequence must be finite there too.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pack_padded_sequence.html
 */
export const recurrent = defineOperation({
  name: "recurrent",
  inputs: [
    "sequence",
    { list: "weights" },
    { list: "biases" },
    { list: "hidden" },
    { list: "cell" },
    { optional: "mask" },
  ],
  outputs: "list",
  infer: ({ sequence, weights, biases, hidden, cell: cellState }, { cell, bidirectional }) => {
    const { gates, states } = recurrentCells[cell];
    const directions = bidirectional ? 2 : 1;
    const [batch, time] = [at(sequence.shape, 0), at(sequence.shape, 1)];
    const size = at(at(weights, 1).shape, 1);
    const rows = [...weights, ...biases].map(({ shape }) => shape[0]);
    if (weights.length !== 2 * directions || ![0, weights.length].includes(biases.length))
      throw new Error(`recurrent: ${weights.length} weights and ${biases.length} biases`);
    if (rows.some((count) => count !== gates * size))
      throw new Error(`recurrent: weights of ${rows.join(", ")} rows`);
    if ([hidden, cellState].some(({ length }) => ![0, directions].includes(length)))
      throw new Error(
        `recurrent: ${hidden.length} and ${cellState.length} states in ${directions} directions`,
      );
    const state = float([batch, size]);
    return [
      float([batch, time, directions * size]),
      ...Array.from({ length: states.length * directions }, () => state),
    ];
  },
  decompose: (b, inputs, { cell, bidirectional }, scan) => {
    const { sequence, weights, biases, mask } = inputs;
    const [batch, size] = [at(sequence.type.shape, 0), at(at(weights, 1).type.shape, 1)];
    const { states } = recurrentCells[cell];
    const zeros = b.broadcast(b.constant({ value: 0 }), { shape: [batch, size] });
    const runs = (bidirectional ? [false, true] : [false]).map((reverse, direction) => {
      const [inputWeight, stateWeight] = [at(weights, 2 * direction), at(weights, 2 * direction + 1)];
      const [inputBias, stateBias] = biases.slice(2 * direction);
      const run = {
        cell: recurrentCells[cell],
        reverse,
        initialStates: states.map((state) => inputs[state][direction] ?? zeros),
        sequence,
        fromInput: (x: Value) => linear(b, x, inputWeight, inputBias),
        weight: stateWeight,
        bias: stateBias,
        mask,
      };
      return runCell(b, run, scan);
    });
    const outputs = runs.map(({ output }) => output);
    return [
      outputs.length === 1 ? at(outputs, 0) : b.concat(outputs, { axis: 2 }),
      ...states.flatMap((_, i) => runs.map((run) => at(run.states, i))),
    ];
  },
  onnxModel: ({ inputs: { mask } }) => (mask ? undefined : onnxRecurrent),
});
