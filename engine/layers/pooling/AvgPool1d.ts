import { averagePooling } from "./pooling";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html */
export const AvgPool1d = defineLayer({
  type: "AvgPool1d",
  summary: "Averages each window: the signal shrinks and is smoothed.",
  keywords: ["average pooling", "mean pooling"],
  reference: {
    formula: String.raw`y_{n,c,i} = \frac{1}{m_{i}} \sum_{p} x_{n,c,\;i s + p - p_0}, \quad m \text{: the places of the window that count}`,
    gradient: String.raw`\frac{\partial L}{\partial x} \text{: every window spreads } \frac{1}{m} \frac{\partial L}{\partial y} \text{ over its elements}`,
    shapes:
      "input [N, C, L], output [N, C, L'] with L' = ⌊(L + 2·padding − kernelSize) / stride⌋ + 1, rounded up with ceilMode; countIncludePad decides whether padding counts in m",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html"],
  },
  ...averagePooling(1),
});
