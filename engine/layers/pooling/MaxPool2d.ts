import { sampleShape } from "../../tensor/graphType";
import { sizeOf } from "../../tensor/tensor";
import { poolingAttributes } from "../functional/pool";
import { maxPooling, pooledType, windowsOver } from "./pooling";
import { defineLayer } from "../layer";
import { between, someOf } from "../range";

const { params, inputs, category, moves } = maxPooling(2);

/** https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html */
export const MaxPool2d = defineLayer({
  type: "MaxPool2d",
  category,
  summary: "Takes the largest value of each window: the image shrinks, and detected features remain.",
  keywords: ["maximum pooling", "subsampling"],
  reference: {
    formula: String.raw`y_{n,c,i,j} = \max_{p,q} x_{n,c,\;i s_h + p d_h - p_h,\;j s_w + q d_w - p_w}, \quad \mathrm{indices}_{n,c,i,j} = (u W + v) \text{ of the first } x_{n,c,u,v} \text{ that is the largest}`,
    gradient:
      "The gradient of each output goes to the first element of its window that was the largest; windows that overlap add up.",
    shapes:
      "input [N, C, H, W], output and indices (int32) [N, C, H', W'] with H' = ⌊(H + 2·padding − dilation·(kernelSize − 1) − 1) / stride⌋ + 1, rounded up with ceilMode",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html",
      "Ranzato, Huang, Boureau, LeCun: Unsupervised learning of invariant feature hierarchies (2007)",
    ],
  },
  params,
  inputs,
  moves,
  outputs: [
    { name: "output" },
    {
      name: "indices",
      help: "The index of each largest value within its channel, counted row by row, as MaxUnpool2d needs it.",
      dtype: "int32",
      optional: true,
    },
  ],
  infer: ({ params, input }) => {
    const output = pooledType(params, input("input"), 2);
    return { output, indices: { shape: output.shape, dtype: "int32" } };
  },
  ranges: ({ input, range }) => {
    const places = sizeOf(sampleShape(input("input")).slice(1));
    return { output: someOf(range("input")), indices: between(0, places - 1, true) };
  },
  lower: ({ b, params, input }) => {
    const x = input("input");
    const [output, indices] = b.maxPool2d(x, poolingAttributes(windowsOver(params, x.type.shape)));
    return { output, indices };
  },
});
