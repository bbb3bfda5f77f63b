import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html */
export const Tanh = defineLayer({
  type: "Tanh",
  category: "activation",
  summary: "Squeezes any number into −1 … 1.",
  params: {},
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => ({ output: input("input") }),
  lower: ({ b, input }) => ({ output: b.tanh(input("input")) }),
});
