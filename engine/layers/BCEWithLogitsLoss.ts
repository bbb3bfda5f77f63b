import { expectSameShape, reduction, scalar } from "./functional/loss";
import { reduceAll } from "./functional/mean";
import { defineLayer } from "./layer";

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
  // max(x, 0) − x·t + log(1 + e^−|x|) neither overflows nor loses the small probabilities.
  lower: ({ b, params, input }) => {
    const [x, target] = [input("input"), input("target")];
    const tail = b.log(b.add(b.exp(b.neg(b.abs(x))), 1));
    return { output: reduceAll(b, b.add(b.sub(b.relu(x), b.mul(x, target)), tail), params.reduction) };
  },
  judge: ({ b, input }) => {
    const [x, target] = [input("input"), input("target")];
    return { correct: b.equal(b.greater(x, 0), target), values: { predicted: b.sigmoid(x), target } };
  },
});
