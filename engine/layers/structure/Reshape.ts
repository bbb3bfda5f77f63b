import { hasBatch, sampleSize } from "../../tensor/graphType";
import { at } from "../../tensor/tensor";
import { resolveSizes } from "../functional/resolveSizes";
import { sameNumbers } from "../functional/sameNumbers";
import { defineLayer } from "../layer";
import { integers } from "../../parameters/parameter";

/** https://pytorch.org/docs/stable/generated/torch.reshape.html */
export const Reshape = defineLayer({
  type: "Reshape",
  category: "structure",
  summary: "Changes the shape; the elements and their order stay the same.",
  keywords: ["view"],
  reference: {
    formula: String.raw`y = \mathrm{reshape}(x)`,
    gradient: String.raw`\partial L/\partial x = \mathrm{reshape}(\partial L/\partial y)`,
    shapes: "input [N, *], output [N, shape]; without a batch [*] to [shape]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.reshape.html"],
  },
  params: {
    shape: integers({
      minimum: -1,
      help: "The sizes of one sample, without the batch; one may be −1, which is inferred.",
    }),
  },
  fresh: { shape: [-1] },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params, input }) => {
    const x = input("input");
    const sizes = resolveSizes(params.shape, sampleSize(x), x, "shape");
    return { output: { shape: hasBatch(x) ? ["N", ...sizes] : sizes, dtype: x.dtype } };
  },
  ranges: sameNumbers,
  lower: ({ b, params, input, types, batchSize }) => {
    const type = at(types.input ?? [], 0);
    const sizes = resolveSizes(params.shape, sampleSize(type), type, "shape");
    return { output: b.reshape(input("input"), { shape: hasBatch(type) ? [batchSize, ...sizes] : sizes }) };
  },
});
