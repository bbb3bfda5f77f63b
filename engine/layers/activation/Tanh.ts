import { defineActivation } from "./defineActivation";
import { between } from "../range";

/** The hyperbolic tangent. */
export const Tanh = defineActivation({
  type: "Tanh",
  summary: "Squeezes any number into the range −1 to 1.",
  keywords: ["hyperbolic tangent"],
  params: {},
  reference: {
    formula: String.raw`y = \tanh x`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 1 - y^2`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html"],
  },
  range: () => between(-1, 1),
  lower: (b, x) => b.tanh(x),
});
