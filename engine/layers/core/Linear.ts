import { expectFeatures } from "../functional/expect";
import { linear } from "../../ops/linear";
import { defaultUniform } from "../initializer";
import { defineLayer } from "../layer";
import { boolean, integer } from "../../parameters/parameter";
import { axesBut, axesOf } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.nn.Linear.html */
export const Linear = defineLayer({
  type: "Linear",
  category: "core",
  units: "features",
  summary: "Every output is a weighted sum of all inputs: y = x·weightᵀ + bias.",
  keywords: ["dense", "fully connected", "affine"],
  reference: {
    formula: String.raw`y = x W^\top + b`,
    gradient: String.raw`\bar x = \bar y\, W, \quad \bar W = \bar y^\top x, \quad \bar b = \bar y, \text{ summed over the batch and every axis but the last}`,
    shapes: "input [N, *, in], weight [out, in], bias [out], output [N, *, out]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Linear.html"],
  },
  params: {
    outFeatures: integer({ minimum: 1, help: "Number of outputs (neurons)." }),
    bias: boolean({ default: true, help: "Adds a learned bias to each output." }),
  },
  fresh: { outFeatures: 10 },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    const x = input("input");
    expectFeatures(x);
    return { output: { shape: [...x.shape.slice(0, -1), params.outFeatures], dtype: "float32" } };
  },
  weights: ({ params, input }) => {
    const inFeatures = expectFeatures(input("input"));
    const init = defaultUniform(inFeatures);
    return {
      weight: { shape: [params.outFeatures, inFeatures], init, trainable: true },
      ...(params.bias && { bias: { shape: [params.outFeatures], init, trainable: true } }),
    };
  },
  moves: ({ arriving }) => axesOf(axesBut(arriving, arriving.shape.length - 1)),
  multiplyAdds: ({ params, input }) =>
    input("input").shape.reduce<number>(
      (product, size) => (size === "N" ? product : product * size),
      params.outFeatures,
    ),
  lower: ({ b, params, input, weight }) => ({
    output: linear(b, input("input"), weight("weight"), params.bias ? weight("bias") : undefined),
  }),
});
