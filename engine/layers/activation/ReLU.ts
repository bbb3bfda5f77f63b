import { defineLayer } from "../layer";

/** max(x, 0). https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html */
export const ReLU = defineLayer({
  type: "ReLU",
  category: "activation",
  summary: "Passes positive numbers and turns negative ones into 0.",
  params: {},
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => ({ output: input("input") }),
  lower: ({ b, input }) => ({ output: b.relu(input("input")) }),
});
