import {
  inputProjections,
  recurrentTypes,
  recurrentWeights,
  stackSteps,
  zeroState,
} from "../functional/recurrent";
import { expectSequence } from "../functional/expect";
import { linear } from "../functional/linear";
import { defineLayer } from "../layer";
import { boolean, choice, integer } from "../parameter";

/** Elman (1990). https://pytorch.org/docs/stable/generated/torch.nn.RNN.html, one layer, one direction, batch first. */
export const RNN = defineLayer({
  type: "RNN",
  category: "recurrent",
  summary: "Reads a sequence step by step; its state mixes the new step with what came before.",
  params: {
    hiddenSize: integer({ minimum: 1, help: "Numbers in the state." }),
    nonlinearity: choice(["tanh", "relu"], {
      default: "tanh",
      help: "What the state goes through at each step.",
    }),
    bias: boolean({ default: true, help: "Adds learned numbers at each step." }),
  },
  fresh: { hiddenSize: 32 },
  inputs: [{ name: "input", help: "A sequence, time×features." }],
  outputs: [
    { name: "output", help: "The state after every step." },
    { name: "hidden", help: "The state after the last step." },
  ],
  infer: ({ params, input }) => recurrentTypes(input("input"), params.hiddenSize, ["hidden"]),
  weights: ({ params, input }) => recurrentWeights(input("input"), params.hiddenSize, 1, params.bias),
  multiplyAdds: ({ params: { hiddenSize }, input }) => {
    const [time, features] = expectSequence(input("input"));
    return time * hiddenSize * (features + hiddenSize);
  },
  lower: ({ b, params, input, weight }) => {
    const x = input("input");
    const bias = (name: string) => (params.bias ? weight(name) : undefined);
    let hidden = zeroState(b, x, params.hiddenSize);
    const steps = inputProjections(b, x, weight("weight_ih_l0"), bias("bias_ih_l0")).map((projected) => {
      const sum = b.add(projected, linear(b, hidden, weight("weight_hh_l0"), bias("bias_hh_l0")));
      hidden = params.nonlinearity === "tanh" ? b.tanh(sum) : b.relu(sum);
      return hidden;
    });
    return { output: stackSteps(b, steps), hidden };
  },
});
