import { positive } from "../functional/domains";
import { increasing } from "../range";
import { definePointwise } from "./definePointwise";

/** https://pytorch.org/docs/stable/generated/torch.log.html */
export const Log = definePointwise({
  type: "Log",
  summary: "The natural logarithm of each number, which must be above 0.",
  keywords: ["logarithm", "ln"],
  params: {},
  reference: {
    formula: String.raw`y = \ln x`,
    gradient: String.raw`\frac{\partial y}{\partial x} = \frac{1}{x}`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.log.html"],
  },
  domain: () => positive(),
  range: (x) => increasing((value) => Math.log(Math.max(value, 0)), x),
  lower: (b, x) => b.log(x),
});
