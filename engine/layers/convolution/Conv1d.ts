import { convolution } from "./convolution";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.Conv1d.html */
export const Conv1d = defineLayer({
  type: "Conv1d",
  summary:
    "Slides learned filters along a signal (channels × length), such as sound, a sensor or embedded text.",
  keywords: ["temporal convolution", "CNN"],
  reference: {
    formula: String.raw`y_{n,o,i} = b_o + \sum_{c,p} w_{o,c,p}\, x_{n,\;g C/G + c,\;i s + p d - p_0}, \quad g = \lfloor o\, G / O \rfloor \text{: the group of } G \text{ that filter } o \text{ of } O \text{ is in}`,
    gradient: String.raw`\frac{\partial L}{\partial w_{o,c,p}} = \sum_{n,i} \frac{\partial L}{\partial y_{n,o,i}}\, x_{n,\;g C/G + c,\;i s + p d - p_0}, \quad \frac{\partial L}{\partial b_o} = \sum_{n,i} \frac{\partial L}{\partial y_{n,o,i}}, \quad \frac{\partial L}{\partial x} \text{ is the transposed convolution of } \frac{\partial L}{\partial y} \text{ with } w`,
    shapes:
      "input [N, C, L], output [N, outChannels, L'] with L' = ⌊(L + 2·padding − dilation·(kernelSize − 1) − 1) / stride⌋ + 1; weight [outChannels, C / groups, kernelSize], bias [outChannels]. The channels come before the length: Transpose makes that of a sequence [N, time, features]",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.Conv1d.html",
      "Waibel, Hanazawa, Hinton, Shikano, Lang: Phoneme recognition using time-delay neural networks (1989)",
    ],
  },
  ...convolution(1),
});
