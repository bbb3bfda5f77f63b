import { expectSameShape, reduction, scalar } from "../functional/loss";
import { reduceAll } from "../functional/mean";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html */
export const MSELoss = defineLayer({
  type: "MSELoss",
  category: "loss",
  summary: "Mean squared error: for numbers to be predicted.",
  params: { reduction },
  inputs: [
    { name: "input", help: "The prediction." },
    { name: "target", help: "What it should be." },
  ],
  outputs: [{ name: "output" }],
  infer: ({ input }) => {
    expectSameShape(input("input"), input("target"));
    return { output: scalar };
  },
  lower: ({ b, params, input }) => {
    const error = b.sub(input("input"), input("target"));
    return { output: reduceAll(b, b.mul(error, error), params.reduction) };
  },
  judge: { values: ({ input }) => ({ predicted: input("input"), target: input("target") }) },
});
