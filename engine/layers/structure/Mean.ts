import { at } from "../../ops/tensor";
import { reduceParams, reducedAxes, reducedSize, reducedType } from "../functional/reduce";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.mean.html */
export const Mean = defineLayer({
  type: "Mean",
  category: "structure",
  summary: "The average over axes, as global pooling over an image.",
  keywords: ["average", "reduce"],
  reference: {
    formula: String.raw`y = \frac{1}{n} \sum_{i=1}^{n} x_i`,
    gradient: String.raw`\partial L/\partial x_i = \frac{1}{n}\,\partial L/\partial y`,
    shapes:
      "input [N, *], output [N, *] without the axes of dim, or with size 1 there (keepDim); [N] for all axes",
    sources: ["https://pytorch.org/docs/stable/generated/torch.mean.html"],
  },
  params: reduceParams,
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params: { dim, keepDim }, input }) => ({ output: reducedType(input("input"), dim, keepDim) }),
  lower: ({ b, params: { dim, keepDim }, input, types }) => {
    const [x, type] = [input("input"), at(types.input ?? [], 0)];
    const total = b.sum(x, { axes: reducedAxes(type, dim), keepDims: keepDim });
    return { output: b.mul(total, 1 / reducedSize(type, dim)) };
  },
});
