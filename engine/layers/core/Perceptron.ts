import { expectFeatures } from "../functional/expect";
import { linear } from "../../ops/linear";
import { constant } from "../initializer";
import { defineLayer } from "../layer";
import { choice, integer } from "../../parameters/parameter";
import { axesBut, axesOf } from "../moves";

/**
 * Rosenblatt, "The perceptron: a probabilistic model for information storage and organization in the brain" (1958). The
 * threshold has no useful gradient; here it is a straight-through estimator, so that the squared error's step w ← w +
 * η(t − y)x is Rosenblatt's rule. Weights start at 0, as in the paper.
 */
export const Perceptron = defineLayer({
  type: "Perceptron",
  category: "core",
  units: "features",
  summary: "The historical unit: a weighted sum and a threshold. It learns linearly separable classes.",
  keywords: ["perceptron", "threshold unit", "Rosenblatt"],
  reference: {
    formula: String.raw`y = \operatorname{step}(x W^\top + b) \text{ or } \operatorname{sign}(x W^\top + b), \text{ both } 1 \text{ at } 0`,
    gradient: String.raw`\bar x = \bar y\, W, \quad \bar W = \bar y^\top x, \quad \bar b = \bar y: \text{ the threshold is passed straight through, as if it were not there}`,
    shapes: "input [N, *, in], weight [out, in], bias [out], output [N, *, out]",
    sources: [
      "Rosenblatt, The perceptron: a probabilistic model for information storage and organization in the brain, Psychological Review 65 (1958), doi:10.1037/h0042519",
      "https://arxiv.org/abs/1308.3432",
    ],
  },
  params: {
    outFeatures: integer({ minimum: 1, default: 1, help: "Number of units." }),
    activation: choice(["step", "sign"], {
      default: "step",
      help: "step outputs 0 or 1, sign outputs −1 or 1; at 0 both output 1.",
    }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    const x = input("input");
    expectFeatures(x);
    return { output: { shape: [...x.shape.slice(0, -1), params.outFeatures], dtype: "float32" } };
  },
  weights: ({ params, input }) => ({
    weight: {
      shape: [params.outFeatures, expectFeatures(input("input"))],
      init: constant(0),
      trainable: true,
    },
    bias: { shape: [params.outFeatures], init: constant(0), trainable: true },
  }),
  moves: ({ arriving }) => axesOf(axesBut(arriving, arriving.shape.length - 1)),
  multiplyAdds: ({ params, input }) => expectFeatures(input("input")) * params.outFeatures,
  lower: ({ b, params, input, weight }) => {
    const sum = linear(b, input("input"), weight("weight"), weight("bias"));
    const fires = b.greaterEqual(sum, 0);
    const value = params.activation === "step" ? fires : b.sub(b.mul(fires, 2), 1);
    return { output: b.straightThrough(value, sum) };
  },
});
