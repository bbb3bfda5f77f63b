import { convolution } from "./convolution";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html */
export const Conv2d = defineLayer({
  type: "Conv2d",
  summary:
    "Slides learned filters over an image; each output channel responds to one pattern, wherever it is.",
  keywords: ["convolution", "CNN", "depthwise"],
  reference: {
    formula: String.raw`y_{n,o,i,j} = b_o + \sum_{c,p,q} w_{o,c,p,q}\, x_{n,\;g C/G + c,\;i s_h + p d_h - p_h,\;j s_w + q d_w - p_w}, \quad g = \lfloor o\, G / O \rfloor \text{: the group of } G \text{ that filter } o \text{ of } O \text{ is in}`,
    gradient: String.raw`\frac{\partial L}{\partial w_{o,c,p,q}} = \sum_{n,i,j} \frac{\partial L}{\partial y_{n,o,i,j}}\, x_{n,\;g C/G + c,\;i s_h + p d_h - p_h,\;j s_w + q d_w - p_w}, \quad \frac{\partial L}{\partial b_o} = \sum_{n,i,j} \frac{\partial L}{\partial y_{n,o,i,j}}, \quad \frac{\partial L}{\partial x} \text{ is the transposed convolution of } \frac{\partial L}{\partial y} \text{ with } w`,
    shapes:
      "input [N, C, H, W], output [N, outChannels, H', W'] with H' = ⌊(H + 2·padding − dilation·(kernelSize − 1) − 1) / stride⌋ + 1; weight [outChannels, C / groups, kernelSize…], bias [outChannels]",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html",
      "LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition (1998)",
      "Dumoulin, Visin: A guide to convolution arithmetic for deep learning, https://arxiv.org/abs/1603.07285",
    ],
  },
  ...convolution(2),
});
