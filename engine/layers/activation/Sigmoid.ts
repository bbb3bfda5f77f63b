import { defineActivation } from "./defineActivation";
import { between } from "../range";

/** 1 / (1 + e⁻ˣ). */
export const Sigmoid = defineActivation({
  type: "Sigmoid",
  summary: "Squeezes any number into the range 0 to 1.",
  keywords: ["sigmoid", "logistic"],
  params: {},
  reference: {
    formula: String.raw`y = \frac{1}{1 + e^{-x}}`,
    gradient: String.raw`\frac{\partial y}{\partial x} = y (1 - y)`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html"],
  },
  range: () => between(0, 1),
  lower: (b, x) => b.sigmoid(x),
});
