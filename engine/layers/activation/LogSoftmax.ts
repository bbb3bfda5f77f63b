import { defineActivationAlongAxis } from "./defineActivationAlongAxis";
import { logSoftmax } from "../functional/softmax";
import { atMost } from "../range";

/** https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html */
export const LogSoftmax = defineActivationAlongAxis({
  type: "LogSoftmax",
  summary:
    "The logarithms of Softmax's probabilities, accurate even when one is nearly 0; the input for NLLLoss.",
  help: "The axis whose probabilities add up to 1; 0 is the batch, −1 the last.",
  reference: {
    formula: String.raw`y_i = x_i - \log \sum_j e^{x_j}`,
    gradient: String.raw`\frac{\partial y_i}{\partial x_j} = \delta_{ij} - e^{y_j}`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html"],
  },
  range: atMost(0),
  lower: logSoftmax,
});
