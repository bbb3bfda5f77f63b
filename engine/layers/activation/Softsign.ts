import { defineActivation } from "./defineActivation";
import { between } from "../range";

/** x / (1 + |x|). */
export const Softsign = defineActivation({
  type: "Softsign",
  summary: "Squeezes any number into the range −1 to 1, more slowly than Tanh.",
  params: {},
  reference: {
    formula: String.raw`y = \frac{x}{1 + |x|}`,
    gradient: String.raw`\frac{\partial y}{\partial x} = \frac{1}{(1 + |x|)^2}`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Softsign.html"],
  },
  range: () => between(-1, 1),
  lower: (b, x) => b.div(x, b.add(b.abs(x), 1)),
});
