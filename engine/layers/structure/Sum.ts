import { at } from "../../ops/tensor";
import { reduceParams, reducedAxes, reducedType } from "../functional/reduce";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.sum.html */
export const Sum = defineLayer({
  type: "Sum",
  category: "structure",
  summary: "The sum over axes.",
  keywords: ["reduce"],
  reference: {
    formula: String.raw`y = \sum_i x_i`,
    gradient: String.raw`\partial L/\partial x_i = \partial L/\partial y`,
    shapes:
      "input [N, *], output [N, *] without the axes of dim, or with size 1 there (keepDim); [N] for all axes",
    sources: ["https://pytorch.org/docs/stable/generated/torch.sum.html"],
  },
  params: reduceParams,
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params: { dim, keepDim }, input }) => ({ output: reducedType(input("input"), dim, keepDim) }),
  lower: ({ b, params: { dim, keepDim }, input, types }) => {
    const [x, type] = [input("input"), at(types.input ?? [], 0)];
    return { output: b.sum(x, { axes: reducedAxes(type, dim), keepDims: keepDim }) };
  },
});
