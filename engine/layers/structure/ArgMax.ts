import { axisOf } from "../functional/axis";
import { expectAxis } from "../functional/expect";
import { defineLayer } from "../layer";
import { boolean, integer } from "../../parameters/parameter";
import { between } from "../range";
import { axesBut, axesOf } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.argmax.html */
export const ArgMax = defineLayer({
  type: "ArgMax",
  category: "structure",
  summary: "The index of the largest number along an axis, such as the predicted class.",
  keywords: ["prediction"],
  reference: {
    formula: String.raw`y = \arg\max_i x_i`,
    gradient: "None: places are whole numbers.",
    shapes: "input [N, *, n, *], output [N, *, *] of int32, or [N, *, 1, *] with keepDim",
    sources: ["https://pytorch.org/docs/stable/generated/torch.argmax.html"],
  },
  params: {
    dim: integer({ default: -1, help: "The axis; 0 is the batch, −1 the last." }),
    keepDim: boolean({ default: false, help: "Keeps the axis, with size 1." }),
  },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "int32", help: "Counted from 0; the first one if several are equal." }],
  infer: ({ params: { dim, keepDim }, input }) => {
    const x = input("input");
    const axis = expectAxis(dim, x);
    return { output: { shape: x.shape.toSpliced(axis, 1, ...(keepDim ? [1] : [])), dtype: "int32" } };
  },
  moves: ({ params: { dim, keepDim }, arriving }) => {
    const axes = axesBut(arriving, axisOf(dim, arriving.shape.length));
    return axesOf(keepDim ? axes : axes.filter((axis) => axis !== undefined));
  },
  ranges: ({ params: { dim }, input }) => {
    const { shape } = input("input");
    return { output: between(0, Number(shape[axisOf(dim, shape.length)]) - 1, true) };
  },
  lower: ({ b, params: { dim, keepDim }, input }) => {
    const x = input("input");
    const axis = axisOf(dim, x.type.shape.length);
    const places = b.argmax(x, { axis });
    return { output: keepDim ? b.reshape(places, { shape: x.type.shape.toSpliced(axis, 1, 1) }) : places };
  },
});
