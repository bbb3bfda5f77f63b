import { adaptiveMaxPooling } from "./adaptivePooling";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html */
export const AdaptiveMaxPool1d = defineLayer({
  type: "AdaptiveMaxPool1d",
  summary: "Splits a signal of any size into a given number of windows and takes the largest value of each.",
  reference: {
    formula: String.raw`y_{n,c,i} = \max_{s \in W_i} x_{n,c,s}, \quad W_i = \{\lfloor i L / L' \rfloor, \dots, \lceil (i + 1) L / L' \rceil - 1\}`,
    gradient:
      "The gradient of each output goes to the first element of its window that was the largest; windows that overlap add up.",
    shapes: "input [N, C, L], output [N, C, outputSize]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html"],
  },
  ...adaptiveMaxPooling(1),
});
