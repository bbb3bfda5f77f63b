import { absolute, between } from "../range";
import { definePointwise } from "./definePointwise";

/** https://pytorch.org/docs/stable/generated/torch.square.html */
export const Square = definePointwise({
  type: "Square",
  summary: "Each number times itself.",
  keywords: ["squared", "second power"],
  params: {},
  reference: {
    formula: String.raw`y = x^2`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 2x`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.square.html"],
  },
  range: (x) => {
    const { low, high, whole } = absolute(x);
    return between(low ** 2, high ** 2, whole);
  },
  lower: (b, x) => b.mul(x, x),
});
