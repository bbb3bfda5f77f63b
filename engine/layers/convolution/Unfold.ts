import { sizeOf } from "../../tensor/tensor";
import { expectImage } from "../functional/expect";
import { patchFilters, patchParams } from "../functional/patches";
import { planarWindow, windowedSizes, windowsOf } from "../functional/window";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.Unfold.html */
export const Unfold = defineLayer({
  type: "Unfold",
  category: "convolution",
  units: "channels",
  summary: "Cuts an image into patches and flattens each into a column, ready for a matrix product.",
  keywords: ["im2col", "patches"],
  reference: {
    formula: String.raw`y_{n,\;(c K_h + p) K_w + q,\;i W' + j} = x_{n,\;c,\;i s_h + p d_h - p_h,\;j s_w + q d_w - p_w}`,
    gradient: String.raw`\frac{\partial L}{\partial x} \text{: every pixel gets the sum over the patches that hold it, which is what Fold computes}`,
    shapes:
      "input [N, C, H, W], output [N, C·∏kernelSize, L] with L = H'·W' patches, row by row, where H' = ⌊(H + 2·padding − dilation·(kernelSize − 1) − 1) / stride⌋ + 1",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.Unfold.html",
      "Chellapilla, Puri, Simard: High performance convolutional neural networks for document processing (2006)",
    ],
  },
  params: patchParams,
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    const [channels, ...sizes] = expectImage(input("input"));
    const places = sizeOf(windowedSizes(sizes, windowsOf(params)));
    return { output: { shape: ["N", channels * sizeOf(params.kernelSize), places], dtype: "float32" } };
  },
  lower: ({ b, params, input }) => {
    const [n = 1, channels = 1, ...sizes] = input("input").type.shape;
    const windows = windowsOf(params);
    const columns = b.conv2d(input("input"), patchFilters(b, channels, params), {
      ...planarWindow(windows),
      groups: channels,
    });
    const shape = [n, channels * sizeOf(params.kernelSize), sizeOf(windowedSizes(sizes, windows))];
    return { output: b.reshape(columns, { shape }) };
  },
});
