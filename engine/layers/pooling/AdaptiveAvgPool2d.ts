import { adaptiveAveragePooling } from "./adaptivePooling";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html */
export const AdaptiveAvgPool2d = defineLayer({
  type: "AdaptiveAvgPool2d",
  summary: "Splits an image of any size into a given number of windows and averages each.",
  keywords: ["adaptive average pooling"],
  reference: {
    formula: String.raw`y_{n,c,i} = \frac{1}{|W_i|} \sum_{s \in W_i} x_{n,c,s}, \quad W_i = \{\lfloor i L / L' \rfloor, \dots, \lceil (i + 1) L / L' \rceil - 1\} \text{ on each axis}`,
    gradient: String.raw`\frac{\partial L}{\partial x_{n,c,s}} = \sum_{i:\, s \in W_i} \frac{1}{|W_i|} \frac{\partial L}{\partial y_{n,c,i}}`,
    shapes: "input [N, C, H, W], output [N, C, …outputSize]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html"],
  },
  ...adaptiveAveragePooling(2),
});
