import { defineLayer } from "../layer";
import { number } from "../parameter";

/** https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html */
export const LeakyReLU = defineLayer({
  type: "LeakyReLU",
  category: "activation",
  summary: "Passes positive numbers and a small share of negative ones, so that no unit dies.",
  params: { negativeSlope: number({ default: 0.01, help: "Factor for negative numbers." }) },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => ({ output: input("input") }),
  lower: ({ b, params, input }) => {
    const x = input("input");
    return { output: b.where(b.greater(x, 0), x, b.mul(x, params.negativeSlope)) };
  },
});
