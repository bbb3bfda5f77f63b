import { defineActivation } from "./defineActivation";
import { number } from "../../parameters/parameter";

/** x above the threshold, else another number. */
export const Threshold = defineActivation({
  type: "Threshold",
  summary: "Passes numbers above a threshold and puts one value in place of the others.",
  params: {
    threshold: number({ default: 0, help: "Numbers above it pass." }),
    value: number({ default: 0, help: "Takes the place of the others." }),
  },
  reference: {
    formula: String.raw`y = x \text{ for } x > \texttt{threshold}, \text{ else } \texttt{value}`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 1 \text{ for } x > \texttt{threshold}, \text{ else } 0`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Threshold.html"],
  },
  lower: (b, x, { threshold, value }) => b.where(b.greater(x, threshold), x, value),
});
