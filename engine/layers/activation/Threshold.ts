import { defineActivation } from "./defineActivation";
import { number } from "../../parameters/parameter";

/** x if it is above the threshold, else a fixed value. */
export const Threshold = defineActivation({
  type: "Threshold",
  summary: "Passes numbers above a threshold and replaces the others by a fixed value.",
  params: {
    threshold: number({ default: 0, help: "Numbers above it pass unchanged." }),
    value: number({ default: 0, help: "Replaces the other numbers." }),
  },
  reference: {
    formula: String.raw`y = x \text{ for } x > \texttt{threshold}, \text{ else } \texttt{value}`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 1 \text{ for } x > \texttt{threshold}, \text{ else } 0`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Threshold.html"],
  },
  lower: (b, x, { threshold, value }) => b.where(b.greater(x, threshold), x, value),
});
