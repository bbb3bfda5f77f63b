import { averagePooling } from "./pooling";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html */
export const AvgPool2d = defineLayer({
  type: "AvgPool2d",
  summary: "Averages each window: the image shrinks and is smoothed.",
  keywords: ["average pooling", "mean pooling", "subsampling"],
  reference: {
    formula: String.raw`y_{n,c,i,j} = \frac{1}{m_{i,j}} \sum_{p,q} x_{n,c,\;i s_h + p - p_h,\;j s_w + q - p_w}, \quad m \text{: the places of the window that count}`,
    gradient: String.raw`\frac{\partial L}{\partial x} \text{: every window spreads } \frac{1}{m} \frac{\partial L}{\partial y} \text{ over its elements}`,
    shapes:
      "input [N, C, H, W], output [N, C, H', W'] with H' = ⌊(H + 2·padding − kernelSize) / stride⌋ + 1, rounded up with ceilMode; countIncludePad decides whether padding counts in m",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html"],
  },
  ...averagePooling(2),
});
