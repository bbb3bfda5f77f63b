import { averagePooling } from "./pooling";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.AvgPool3d.html */
export const AvgPool3d = defineLayer({
  type: "AvgPool3d",
  summary: "Averages each window: the volume shrinks and is smoothed.",
  keywords: ["average pooling", "mean pooling"],
  reference: {
    formula: String.raw`y_{n,c,l,i,j} = \frac{1}{m_{l,i,j}} \sum_{r,p,q} x_{n,c,\;l s_d + r - p_d,\;i s_h + p - p_h,\;j s_w + q - p_w}, \quad m \text{: the places of the window that count}`,
    gradient: String.raw`\frac{\partial L}{\partial x} \text{: every window spreads } \frac{1}{m} \frac{\partial L}{\partial y} \text{ over its elements}`,
    shapes:
      "input [N, C, D, H, W], output [N, C, D', H', W'] with D' = ⌊(D + 2·padding − kernelSize) / stride⌋ + 1, rounded up with ceilMode; countIncludePad decides whether padding counts in m",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.AvgPool3d.html"],
  },
  ...averagePooling(3),
});
