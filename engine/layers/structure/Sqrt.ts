import { nonNegative } from "../functional/domains";
import { increasing } from "../range";
import { definePointwise } from "./definePointwise";

/** https://pytorch.org/docs/stable/generated/torch.sqrt.html */
export const Sqrt = definePointwise({
  type: "Sqrt",
  summary: "The square root of each number, which must not be negative.",
  keywords: ["square root", "root"],
  params: {},
  reference: {
    formula: String.raw`y = \sqrt{x}`,
    gradient: String.raw`\frac{\partial y}{\partial x} = \frac{1}{2\sqrt{x}}, \text{ infinite at } 0`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.sqrt.html"],
  },
  domain: () => nonNegative(),
  range: (x) => increasing((value) => Math.sqrt(Math.max(value, 0)), x),
  lower: (b, x) => b.sqrt(x),
});
