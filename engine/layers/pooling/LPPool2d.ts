import { powerPooling } from "./powerPooling";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.LPPool2d.html */
export const LPPool2d = defineLayer({
  type: "LPPool2d",
  summary:
    "Takes the p-norm of each window: p = 1 is the sum, 2 the Euclidean length, and a large p approaches the largest value.",
  keywords: ["power-average pooling"],
  reference: {
    formula: String.raw`y_{n,c,i,j} = \Big(\sum_{p,q} x_{n,c,\;i s_h + p,\;j s_w + q}^{\,P}\Big)^{1/P}, \quad P = \mathrm{normType}`,
    gradient: String.raw`\frac{\partial L}{\partial x} = \sum_{\text{windows}} x^{P-1}\, y^{1-P}\, \frac{\partial L}{\partial y}, \text{ and } 0 \text{ where the sum is } 0`,
    shapes:
      "input [N, C, H, W], output [N, C, H', W'] with H' = ⌊(H − kernelSize) / stride⌋ + 1, rounded up with ceilMode",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.LPPool2d.html"],
  },
  ...powerPooling(2),
});
