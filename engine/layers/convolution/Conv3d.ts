import { convolution } from "./convolution";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.Conv3d.html */
export const Conv3d = defineLayer({
  type: "Conv3d",
  summary: "Slides learned filters through a volume: a scan, or a video with time as its depth.",
  keywords: ["volume convolution", "CNN"],
  reference: {
    formula: String.raw`y_{n,o,l,i,j} = b_o + \sum_{c,r,p,q} w_{o,c,r,p,q}\, x_{n,\;g C/G + c,\;l s_d + r d_d - p_d,\;i s_h + p d_h - p_h,\;j s_w + q d_w - p_w}, \quad g = \lfloor o\, G / O \rfloor \text{: the group of } G \text{ that filter } o \text{ of } O \text{ is in}`,
    gradient: String.raw`\frac{\partial L}{\partial w_{o,c,r,p,q}} = \sum_{n,l,i,j} \frac{\partial L}{\partial y_{n,o,l,i,j}}\, x_{n,\;g C/G + c,\;l s_d + r d_d - p_d,\;i s_h + p d_h - p_h,\;j s_w + q d_w - p_w}, \quad \frac{\partial L}{\partial b_o} = \sum_{n,l,i,j} \frac{\partial L}{\partial y_{n,o,l,i,j}}, \quad \frac{\partial L}{\partial x} \text{ is the transposed convolution of } \frac{\partial L}{\partial y} \text{ with } w`,
    shapes:
      "input [N, C, D, H, W], output [N, outChannels, D', H', W'] with D' = ⌊(D + 2·padding − dilation·(kernelSize − 1) − 1) / stride⌋ + 1 and so on; weight [outChannels, C / groups, kernelSize…], bias [outChannels]",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.Conv3d.html",
      "Tran, Bourdev, Fergus, Torresani, Paluri: Learning spatiotemporal features with 3D convolutional networks, https://arxiv.org/abs/1412.0767",
    ],
  },
  ...convolution(3),
});
