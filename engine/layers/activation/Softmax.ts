import { defineActivationAlongAxis } from "./defineActivationAlongAxis";
import { softmax } from "../functional/softmax";
import { between } from "../range";

/** https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html */
export const Softmax = defineActivationAlongAxis({
  type: "Softmax",
  summary: "Turns scores into probabilities that add up to 1. Built into CrossEntropyLoss.",
  keywords: ["softmax"],
  help: "The axis that adds up to 1; 0 is the batch, −1 the last.",
  reference: {
    formula: String.raw`y_i = \frac{e^{x_i}}{\sum_j e^{x_j}}`,
    gradient: String.raw`\frac{\partial y_i}{\partial x_j} = y_i (\delta_{ij} - y_j)`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html"],
  },
  range: between(0, 1),
  lower: softmax,
});
