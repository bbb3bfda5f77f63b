import { transposedConvolution } from "./transposedConvolution";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose1d.html */
export const ConvTranspose1d = defineLayer({
  type: "ConvTranspose1d",
  summary:
    "A transposed convolution along a signal: every element adds a learned piece, so that a stride makes the signal longer.",
  keywords: ["deconvolution", "upconvolution"],
  reference: {
    formula: String.raw`y_{n,o,u} = b_o + \sum_{\substack{c,i,p \\ u = i s + p d - p_0}} w_{c,o,p}\, x_{n,c,i}`,
    gradient: String.raw`\frac{\partial L}{\partial x} \text{ is the convolution of } \frac{\partial L}{\partial y} \text{ with } w, \quad \frac{\partial L}{\partial w_{c,o,p}} = \sum_{n,i} x_{n,c,i}\, \frac{\partial L}{\partial y_{n,o,\;i s + p d - p_0}}, \quad \frac{\partial L}{\partial b_o} = \sum_{n,u} \frac{\partial L}{\partial y_{n,o,u}}`,
    shapes:
      "input [N, C, L], output [N, outChannels, L'] with L' = (L − 1)·stride − 2·padding + dilation·(kernelSize − 1) + outputPadding + 1; weight [C, outChannels / groups, kernelSize], bias [outChannels]",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose1d.html",
      "Dumoulin, Visin: A guide to convolution arithmetic for deep learning, https://arxiv.org/abs/1603.07285",
    ],
  },
  ...transposedConvolution(1),
});
