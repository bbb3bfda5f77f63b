import { axisOf } from "../functional/axis";
import { expectAxis } from "../functional/expect";
import { sameNumbers } from "../functional/sameNumbers";
import { rearranged } from "../functional/rearranged";
import { defineLayer } from "../layer";
import { integer } from "../../parameters/parameter";
import { axesOf } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.transpose.html */
export const Transpose = defineLayer({
  type: "Transpose",
  category: "structure",
  summary: "Swaps two axes.",
  keywords: ["swap axes"],
  reference: {
    formula: String.raw`y_{\dots j \dots i \dots} = x_{\dots i \dots j \dots}`,
    gradient: "The output's gradient with the two axes swapped back.",
    shapes: "input [N, *, n, *, m, *], output [N, *, m, *, n, *]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.transpose.html"],
  },
  params: {
    dim0: integer({ default: 1, help: "One of the axes; 0 is the batch, −1 the last." }),
    dim1: integer({ default: 2, help: "The other axis." }),
  },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params: { dim0, dim1 }, input }) => {
    const x = input("input");
    const { shape, dtype } = x;
    const order = swapped(
      shape.length,
      expectAxis(dim0, { shape, dtype }, "dim0"),
      expectAxis(dim1, { shape, dtype }, "dim1"),
    );
    return { output: { ...rearranged(x, order), dtype } };
  },
  moves: ({ params: { dim0, dim1 }, arriving: { shape } }) =>
    axesOf(swapped(shape.length, axisOf(dim0, shape.length), axisOf(dim1, shape.length))),
  ranges: sameNumbers,
  lower: ({ b, params: { dim0, dim1 }, input }) => {
    const x = input("input");
    const rank = x.type.shape.length;
    return { output: b.transpose(x, { permutation: swapped(rank, axisOf(dim0, rank), axisOf(dim1, rank)) }) };
  },
});

function swapped(rank: number, first: number, second: number): number[] {
  return Array.from({ length: rank }, (_, axis) =>
    axis === first ? second : axis === second ? first : axis,
  );
}
