import { defineActivation } from "./defineActivation";
import { number } from "../../parameters/parameter";

/** A ReLU with a small slope below 0. */
export const LeakyReLU = defineActivation({
  type: "LeakyReLU",
  summary: "Passes positive numbers and a small fraction of negative ones, so that no unit dies.",
  keywords: ["leaky rectifier"],
  params: { negativeSlope: number({ default: 0.01, help: "Slope for negative numbers." }) },
  reference: {
    formula: String.raw`y = x \text{ for } x > 0, \text{ else } \alpha x, \quad \alpha = \texttt{negativeSlope}`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 1 \text{ for } x > 0, \text{ else } \alpha`,
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html",
      "Maas et al., Rectifier nonlinearities improve neural network acoustic models (2013)",
    ],
  },
  lower: (b, x, { negativeSlope }) => b.where(b.greater(x, 0), x, b.mul(x, negativeSlope)),
});
