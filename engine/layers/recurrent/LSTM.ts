import { at } from "../../ops/tensor";
import {
  inputProjections,
  recurrentKept,
  recurrentTypes,
  recurrentWeights,
  splitGates,
  stackSteps,
  zeroState,
} from "../functional/recurrent";
import { expectSequence } from "../functional/expect";
import { linear } from "../functional/linear";
import { defineLayer } from "../layer";
import { boolean, integer } from "../parameter";

/**
 * Hochreiter and Schmidhuber (1997), with forget gates (Gers et al. 2000). Gates in PyTorch's order i f g o.
 * https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html, one layer, one direction, batch first.
 */
export const LSTM = defineLayer({
  type: "LSTM",
  category: "recurrent",
  summary:
    "Reads a sequence with a memory cell that gates write, keep and read, so that it can remember for long.",
  params: {
    hiddenSize: integer({ minimum: 1, help: "Numbers in the state and in the memory cell." }),
    bias: boolean({ default: true, help: "Adds learned numbers at each step." }),
  },
  fresh: { hiddenSize: 32 },
  inputs: [{ name: "input", help: "A sequence, time×features." }],
  outputs: [
    { name: "output", help: "The state after every step." },
    { name: "hidden", help: "The state after the last step." },
    { name: "cell", help: "The memory cell after the last step." },
  ],
  infer: ({ params, input }) => recurrentTypes(input("input"), params.hiddenSize, ["hidden", "cell"]),
  weights: ({ params, input }) => recurrentWeights(input("input"), params.hiddenSize, 4, params.bias),
  multiplyAdds: ({ params: { hiddenSize }, input }) => {
    const [time, features] = expectSequence(input("input"));
    return 4 * time * hiddenSize * (features + hiddenSize);
  },
  keeps: ({ params, input }) => recurrentKept(input("input"), params.hiddenSize, 4),
  lower: ({ b, params, input, weight }) => {
    const x = input("input");
    const bias = (name: string) => (params.bias ? weight(name) : undefined);
    let hidden = zeroState(b, x, params.hiddenSize);
    let cell = hidden;
    const steps = inputProjections(b, x, weight("weight_ih_l0"), bias("bias_ih_l0")).map((projected) => {
      const sum = b.add(projected, linear(b, hidden, weight("weight_hh_l0"), bias("bias_hh_l0")));
      const gates = splitGates(b, sum, 4);
      const [write, keep, read] = [b.sigmoid(at(gates, 0)), b.sigmoid(at(gates, 1)), b.sigmoid(at(gates, 3))];
      cell = b.add(b.mul(keep, cell), b.mul(write, b.tanh(at(gates, 2))));
      hidden = b.mul(read, b.tanh(cell));
      return hidden;
    });
    return { output: stackSteps(b, steps), hidden, cell };
  },
});
