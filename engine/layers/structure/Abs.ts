import { absolute } from "../range";
import { definePointwise } from "./definePointwise";

/** https://pytorch.org/docs/stable/generated/torch.abs.html */
export const Abs = definePointwise({
  type: "Abs",
  summary: "The absolute value of each number.",
  keywords: ["absolute value", "magnitude"],
  params: {},
  reference: {
    formula: String.raw`y = |x|`,
    gradient: String.raw`\frac{\partial y}{\partial x} = \operatorname{sign}(x), \text{ so } 0 \text{ at } 0`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.abs.html"],
  },
  range: absolute,
  lower: (b, x) => b.abs(x),
});
