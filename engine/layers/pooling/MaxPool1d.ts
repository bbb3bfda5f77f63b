import { maxPooling } from "./pooling";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html */
export const MaxPool1d = defineLayer({
  type: "MaxPool1d",
  summary: "Takes the largest value of each window: the signal shrinks, and detected features remain.",
  keywords: ["maximum pooling"],
  reference: {
    formula: String.raw`y_{n,c,i} = \max_{p} x_{n,c,\;i s + p d - p_0}`,
    gradient:
      "The gradient of each output goes to the first element of its window that was the largest; windows that overlap add up.",
    shapes:
      "input [N, C, L], output [N, C, L'] with L' = ⌊(L + 2·padding − dilation·(kernelSize − 1) − 1) / stride⌋ + 1, rounded up with ceilMode",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html"],
  },
  ...maxPooling(1),
});
