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
 * Cho et al. (2014), arXiv:1406.1078, in PyTorch's variant: the reset gate acts on the product, gates in order r z n.
 * https://pytorch.org/docs/stable/generated/torch.nn.GRU.html, one layer, one direction, batch first.
 */
export const GRU = defineLayer({
  type: "GRU",
  category: "recurrent",
  summary: "Reads a sequence with gates that reset and update its state: nearly an LSTM with fewer weights.",
  params: {
    hiddenSize: integer({ minimum: 1, help: "Numbers in the state." }),
    bias: boolean({ default: true, help: "Adds learned numbers at each step." }),
  },
  fresh: { hiddenSize: 32 },
  inputs: [{ name: "input", help: "A sequence, time×features." }],
  outputs: [
    { name: "output", help: "The state after every step." },
    { name: "hidden", help: "The state after the last step." },
  ],
  infer: ({ params, input }) => recurrentTypes(input("input"), params.hiddenSize, ["hidden"]),
  weights: ({ params, input }) => recurrentWeights(input("input"), params.hiddenSize, 3, params.bias),
  multiplyAdds: ({ params: { hiddenSize }, input }) => {
    const [time, features] = expectSequence(input("input"));
    return 3 * time * hiddenSize * (features + hiddenSize);
  },
  keeps: ({ params, input }) => recurrentKept(input("input"), params.hiddenSize, 3),
  lower: ({ b, params, input, weight }) => {
    const x = input("input");
    const bias = (name: string) => (params.bias ? weight(name) : undefined);
    let hidden = zeroState(b, x, params.hiddenSize);
    const steps = inputProjections(b, x, weight("weight_ih_l0"), bias("bias_ih_l0")).map((projected) => {
      const fromInput = splitGates(b, projected, 3);
      const fromState = splitGates(b, linear(b, hidden, weight("weight_hh_l0"), bias("bias_hh_l0")), 3);
      const reset = b.sigmoid(b.add(at(fromInput, 0), at(fromState, 0)));
      const update = b.sigmoid(b.add(at(fromInput, 1), at(fromState, 1)));
      const candidate = b.tanh(b.add(at(fromInput, 2), b.mul(reset, at(fromState, 2))));
      hidden = b.add(b.mul(b.sub(1, update), candidate), b.mul(update, hidden));
      return hidden;
    });
    return { output: stackSteps(b, steps), hidden };
  },
});
