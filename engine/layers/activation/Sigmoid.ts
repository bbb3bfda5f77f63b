import { defineLayer } from "../layer";

/** 1 / (1 + e⁻ˣ). https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html */
export const Sigmoid = defineLayer({
  type: "Sigmoid",
  category: "activation",
  summary: "Squeezes any number into 0 … 1.",
  params: {},
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => ({ output: input("input") }),
  lower: ({ b, input }) => ({ output: b.sigmoid(input("input")) }),
});
