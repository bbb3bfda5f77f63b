import { at } from "../../ops/tensor";
import { reduceParams, reducedAxes, reducedType } from "../functional/reduce";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.amax.html */
export const Max = defineLayer({
  type: "Max",
  category: "structure",
  summary: "The largest number over axes.",
  keywords: ["amax", "reduce"],
  reference: {
    formula: String.raw`y = \max_i x_i`,
    gradient: "Flows to the largest numbers; equal ones share it evenly, as in torch.amax.",
    shapes:
      "input [N, *], output [N, *] without the axes of dim, or with size 1 there (keepDim); [N] for all axes",
    sources: ["https://pytorch.org/docs/stable/generated/torch.amax.html"],
  },
  params: reduceParams,
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params: { dim, keepDim }, input }) => ({ output: reducedType(input("input"), dim, keepDim) }),
  lower: ({ b, params: { dim, keepDim }, input, types }) => {
    const [x, type] = [input("input"), at(types.input ?? [], 0)];
    return { output: b.max(x, { axes: reducedAxes(type, dim), keepDims: keepDim }) };
  },
});
