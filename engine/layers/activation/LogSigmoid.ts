import { defineActivation } from "./defineActivation";
import { atMost } from "../range";

/** −softplus(−x), which does not overflow. */
export const LogSigmoid = defineActivation({
  type: "LogSigmoid",
  summary: "The logarithm of a sigmoid, accurate even when the sigmoid is nearly 0.",
  params: {},
  reference: {
    formula: String.raw`y = \log \frac{1}{1 + e^{-x}}`,
    gradient: String.raw`\frac{\partial y}{\partial x} = \sigma(-x)`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html"],
  },
  range: () => atMost(0),
  lower: (b, x) => b.neg(b.softplus(b.neg(x))),
});
