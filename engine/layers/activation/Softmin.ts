import { defineActivationAlongAxis } from "./defineActivationAlongAxis";
import { softmax } from "../functional/softmax";
import { between } from "../range";

/** https://pytorch.org/docs/stable/generated/torch.nn.Softmin.html */
export const Softmin = defineActivationAlongAxis({
  type: "Softmin",
  summary: "Turns numbers into probabilities that add up to 1: the smaller the number, the more likely.",
  help: "The axis that adds up to 1; 0 is the batch, −1 the last.",
  reference: {
    formula: String.raw`y_i = \frac{e^{-x_i}}{\sum_j e^{-x_j}}`,
    gradient: String.raw`\frac{\partial y_i}{\partial x_j} = y_i (y_j - \delta_{ij})`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Softmin.html"],
  },
  range: between(0, 1),
  lower: (b, x, axis) => softmax(b, b.neg(x), axis),
});
