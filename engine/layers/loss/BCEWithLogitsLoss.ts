import { expectSameShape, reduction, scalar } from "../functional/loss";
import { reduceAll } from "../functional/mean";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html */
export const BCEWithLogitsLoss = defineLayer({
  type: "BCEWithLogitsLoss",
  category: "loss",
  summary: "For yes or no: compares scores (logits, without Sigmoid) with 0 or 1.",
  params: { reduction },
  inputs: [
    { name: "input", help: "A score: above 0 is yes." },
    { name: "target", help: "0 or 1." },
  ],
  outputs: [{ name: "output" }],
  infer: ({ input }) => {
    expectSameShape(input("input"), input("target"));
    return { output: scalar };
  },
  // −t·log σ(x) − (1 − t)·log(1 − σ(x)) = softplus(x) − x·t, which does not overflow.
  lower: ({ b, params, input }) => {
    const [x, target] = [input("input"), input("target")];
    return { output: reduceAll(b, b.sub(b.softplus(x), b.mul(x, target)), params.reduction) };
  },
  judge: {
    binary: ({ b, input }) => ({ probability: b.sigmoid(input("input")), target: input("target") }),
    values: ({ b, input }) => ({ predicted: b.sigmoid(input("input")), target: input("target") }),
  },
});
