import { powerPooling } from "./powerPooling";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.LPPool1d.html */
export const LPPool1d = defineLayer({
  type: "LPPool1d",
  summary:
    "Takes the p-norm of each window: p = 1 is the sum, 2 the Euclidean length, and a large p approaches the largest value.",
  keywords: ["power-average pooling"],
  reference: {
    formula: String.raw`y_{n,c,i} = \Big(\sum_{p} x_{n,c,\;i s + p}^{\,P}\Big)^{1/P}, \quad P = \mathrm{normType}`,
    gradient: String.raw`\frac{\partial L}{\partial x} = \sum_{\text{windows}} x^{P-1}\, y^{1-P}\, \frac{\partial L}{\partial y}, \text{ and } 0 \text{ where the sum is } 0`,
    shapes:
      "input [N, C, L], output [N, C, L'] with L' = ⌊(L − kernelSize) / stride⌋ + 1, rounded up with ceilMode",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.LPPool1d.html"],
  },
  ...powerPooling(1),
});
