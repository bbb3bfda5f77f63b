import { axisOf } from "../functional/axis";
import { expectNewAxis } from "../functional/expect";
import { sameNumbers } from "../functional/sameNumbers";
import { unitsBehind } from "../functional/unitsBehind";
import { defineLayer } from "../layer";
import { integer } from "../../parameters/parameter";
import { axesBut, axesOf } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.unsqueeze.html */
export const Unsqueeze = defineLayer({
  type: "Unsqueeze",
  category: "structure",
  summary: "Adds an axis of size 1, such as a channel to a gray image.",
  keywords: ["expand dims"],
  reference: {
    formula: String.raw`y = \mathrm{reshape}(x)`,
    gradient: String.raw`\partial L/\partial x = \mathrm{reshape}(\partial L/\partial y)`,
    shapes: "input [N, *], output [N, *, 1, *] with the new axis at dim",
    sources: ["https://pytorch.org/docs/stable/generated/torch.unsqueeze.html"],
  },
  params: {
    dim: integer({ default: 1, help: "The position of the new axis; 0 is the batch, −1 the last." }),
  },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params: { dim }, input }) => {
    const x = input("input");
    const axis = expectNewAxis(dim, x);
    return {
      output: { shape: x.shape.toSpliced(axis, 0, 1), dtype: x.dtype, ...unitsBehind(x, axis, axis, 1) },
    };
  },
  moves: ({ params: { dim }, arriving, made }) =>
    axesOf(axesBut(arriving).toSpliced(axisOf(dim, made.shape.length), 0, undefined)),
  ranges: sameNumbers,
  lower: ({ b, params: { dim }, input }) => {
    const x = input("input");
    const { shape } = x.type;
    return { output: b.reshape(x, { shape: shape.toSpliced(axisOf(dim, shape.length + 1), 0, 1) }) };
  },
});
