import { sampleSize } from "../../graph/graphType";
import { sizeOf } from "../../ops/tensor";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html */
export const Flatten = defineLayer({
  type: "Flatten",
  category: "structure",
  summary: "Lays all numbers of a sample in one row, as a Linear layer wants them.",
  params: {},
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ input }) => {
    const x = input("input");
    return { output: { shape: ["N", sampleSize(x)], dtype: x.dtype } };
  },
  lower: ({ b, input }) => {
    const x = input("input");
    const [batch = 1, ...sizes] = x.type.shape;
    return { output: b.reshape(x, { shape: [batch, sizeOf(sizes)] }) };
  },
});
