import { expectAxis } from "../functional/expect";
import { softmax } from "../functional/softmax";
import { defineLayer } from "../layer";
import { integer } from "../parameter";

/** https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html */
export const Softmax = defineLayer({
  type: "Softmax",
  category: "activation",
  summary: "Turns scores into probabilities that add up to 1. CrossEntropyLoss has it built in.",
  params: {
    dim: integer({ default: -1, help: "The axis that adds up to 1; the batch is 0, −1 is the last." }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    expectAxis(params.dim, input("input"));
    return { output: input("input") };
  },
  lower: ({ b, params: { dim }, input }) => {
    const x = input("input");
    return { output: softmax(b, x, dim < 0 ? dim + x.type.shape.length : dim) };
  },
});
