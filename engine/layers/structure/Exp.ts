import { increasing } from "../range";
import { definePointwise } from "./definePointwise";

/** https://pytorch.org/docs/stable/generated/torch.exp.html */
export const Exp = definePointwise({
  type: "Exp",
  summary: "The exponential function of each number.",
  keywords: ["exponential", "e^x"],
  params: {},
  reference: {
    formula: String.raw`y = e^x`,
    gradient: String.raw`\frac{\partial y}{\partial x} = e^x`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.exp.html"],
  },
  range: (x) => increasing(Math.exp, x),
  lower: (b, x) => b.exp(x),
});
