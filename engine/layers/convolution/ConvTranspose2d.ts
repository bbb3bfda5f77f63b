import { transposedConvolution } from "./transposedConvolution";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html */
export const ConvTranspose2d = defineLayer({
  type: "ConvTranspose2d",
  summary:
    "A transposed convolution: every pixel adds a learned patch, so that a stride makes the image larger.",
  keywords: ["deconvolution", "upconvolution"],
  reference: {
    formula: String.raw`y_{n,o,u,v} = b_o + \sum_{\substack{c,i,j,p,q \\ u = i s_h + p d_h - p_h \\ v = j s_w + q d_w - p_w}} w_{c,o,p,q}\, x_{n,c,i,j}`,
    gradient: String.raw`\frac{\partial L}{\partial x} \text{ is the convolution of } \frac{\partial L}{\partial y} \text{ with } w, \quad \frac{\partial L}{\partial w_{c,o,p,q}} = \sum_{n,i,j} x_{n,c,i,j}\, \frac{\partial L}{\partial y_{n,o,\;i s_h + p d_h - p_h,\;j s_w + q d_w - p_w}}, \quad \frac{\partial L}{\partial b_o} = \sum_{n,u,v} \frac{\partial L}{\partial y_{n,o,u,v}}`,
    shapes:
      "input [N, C, H, W], output [N, outChannels, H', W'] with H' = (H − 1)·stride − 2·padding + dilation·(kernelSize − 1) + outputPadding + 1; weight [C, outChannels / groups, kernelSize…], bias [outChannels]",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html",
      "Zeiler, Krishnan, Taylor, Fergus: Deconvolutional networks (2010)",
      "Dumoulin, Visin: A guide to convolution arithmetic for deep learning, https://arxiv.org/abs/1603.07285",
    ],
  },
  ...transposedConvolution(2),
});
