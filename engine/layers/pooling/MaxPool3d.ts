import { maxPooling } from "./pooling";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.MaxPool3d.html */
export const MaxPool3d = defineLayer({
  type: "MaxPool3d",
  summary: "Takes the largest value of each window: the volume shrinks, and detected features remain.",
  keywords: ["maximum pooling"],
  reference: {
    formula: String.raw`y_{n,c,l,i,j} = \max_{r,p,q} x_{n,c,\;l s_d + r d_d - p_d,\;i s_h + p d_h - p_h,\;j s_w + q d_w - p_w}`,
    gradient:
      "The gradient of each output goes to the first element of its window that was the largest; windows that overlap add up.",
    shapes:
      "input [N, C, D, H, W], output [N, C, D', H', W'] with D' = ⌊(D + 2·padding − dilation·(kernelSize − 1) − 1) / stride⌋ + 1, rounded up with ceilMode",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.MaxPool3d.html"],
  },
  ...maxPooling(3),
});
