import { defineActivation } from "./defineActivation";
import { number } from "../../parameters/parameter";
import { atLeast } from "../range";

/** Linear above the threshold, as in PyTorch. */
export const Softplus = defineActivation({
  type: "Softplus",
  summary: "A smooth ReLU that is always positive.",
  params: {
    beta: number({ default: 1, above: 0, help: "The larger, the sharper the bend at 0." }),
    threshold: number({
      default: 20,
      help: "Where the input times beta exceeds it, the function is linear.",
    }),
  },
  reference: {
    formula: String.raw`y = \tfrac{1}{\beta} \log(1 + e^{\beta x}), \text{ or } x \text{ where } \beta x > \texttt{threshold}`,
    gradient: String.raw`\frac{\partial y}{\partial x} = \sigma(\beta x), \text{ or } 1 \text{ where } \beta x > \texttt{threshold}`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html"],
  },
  range: () => atLeast(0),
  lower: (b, x, { beta, threshold }) => {
    const scaled = b.mul(x, beta);
    return b.where(b.greater(scaled, threshold), x, b.mul(b.softplus(scaled), 1 / beta));
  },
});
