import type { Builder, Value } from "../../ops/operation";
import { defineActivation } from "./defineActivation";
import { choice } from "../../parameters/parameter";

/** Hendrycks and Gimpel (2016), arXiv:1606.08415. */
export const GELU = defineActivation({
  type: "GELU",
  summary:
    "Multiplies a number by the probability that a normal variable is smaller: a smooth ReLU, used in BERT and GPT.",
  keywords: ["Gaussian error linear unit"],
  params: {
    approximate: choice(["none", "tanh"], {
      default: "none",
      help: "none is exact; tanh is the cheaper approximation used in GPT-2.",
    }),
  },
  reference: {
    formula: String.raw`y = x\, \Phi(x) = \tfrac{x}{2} \left(1 + \operatorname{erf} \tfrac{x}{\sqrt 2}\right), \text{ or with } \texttt{tanh} \quad y = \tfrac{x}{2} \left(1 + \tanh\left(\sqrt{2/\pi}\,(x + 0.044715\, x^3)\right)\right)`,
    gradient: String.raw`\frac{\partial y}{\partial x} = \Phi(x) + \frac{x}{\sqrt{2\pi}}\, e^{-x^2/2}; \text{ with } \texttt{tanh}, \; t = \tanh(u): \; \tfrac12 (1 + t) + \tfrac{x}{2} (1 - t^2) \sqrt{2/\pi}\,(1 + 0.134145\, x^2)`,
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.GELU.html",
      "https://arxiv.org/abs/1606.08415",
    ],
  },
  lower: (b, x, { approximate }) => {
    if (approximate === "none") return half(b, x, b.erf(b.mul(x, Math.SQRT1_2)));
    const cubic = b.mul(x, b.add(b.mul(b.mul(x, x), 0.044715), 1));
    return half(b, x, b.tanh(b.mul(cubic, Math.sqrt(2 / Math.PI))));
  },
});

/** x/2 · (1 + odd), where `odd` is an odd function of x. */
function half(b: Builder, x: Value, odd: Value): Value {
  return b.mul(b.mul(x, 0.5), b.add(odd, 1));
}
