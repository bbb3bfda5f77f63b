import { expectAxis } from "../functional/expect";
import { axisOf } from "../functional/axis";
import { resolveSizes } from "../functional/resolveSizes";
import { at } from "../../tensor/tensor";
import { sameNumbers } from "../functional/sameNumbers";
import { unitsBehind } from "../functional/unitsBehind";
import { defineLayer } from "../layer";
import { integer, integers } from "../../parameters/parameter";
import { axesBut, axesOf } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html */
export const Unflatten = defineLayer({
  type: "Unflatten",
  category: "structure",
  summary: "Splits one axis into several, such as a row of numbers into an image.",
  keywords: ["view"],
  reference: {
    formula: String.raw`y = \mathrm{reshape}(x)`,
    gradient: String.raw`\partial L/\partial x = \mathrm{reshape}(\partial L/\partial y)`,
    shapes: "input [N, *, n, *], output [N, *, n₁, n₂, …, *] with n₁ · n₂ · … = n",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html"],
  },
  params: {
    dim: integer({ default: 1, help: "The axis to split; 0 is the batch, −1 the last." }),
    unflattenedSize: integers({
      minimum: -1,
      minLength: 1,
      help: "The new sizes; one may be −1, which is inferred.",
    }),
  },
  fresh: { unflattenedSize: [-1, 1] },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params: { dim, unflattenedSize }, input }) => {
    const x = input("input");
    const axis = expectAxis(dim, x);
    const sizes = resolveSizes(unflattenedSize, Number(x.shape[axis]), x, "unflattenedSize");
    const shape = x.shape.toSpliced(axis, 1, ...sizes);
    return { output: { shape, dtype: x.dtype, ...unitsBehind(x, axis, axis + 1, sizes.length) } };
  },
  moves: ({ params: { dim }, arriving, made }) => {
    const added = made.shape.length - arriving.shape.length + 1;
    const split = new Array<undefined>(added).fill(undefined);
    return axesOf(axesBut(arriving).toSpliced(axisOf(dim, arriving.shape.length), 1, ...split));
  },
  ranges: sameNumbers,
  lower: ({ b, params: { dim, unflattenedSize }, input }) => {
    const x = input("input");
    const { shape } = x.type;
    const axis = axisOf(dim, shape.length);
    const sizes = resolveSizes(unflattenedSize, at(shape, axis), x.type, "unflattenedSize");
    return { output: b.reshape(x, { shape: shape.toSpliced(axis, 1, ...sizes) }) };
  },
});
