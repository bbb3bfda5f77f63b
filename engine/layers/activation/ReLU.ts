import { defineActivation } from "./defineActivation";
import { between } from "../range";

/** max(x, 0). */
export const ReLU = defineActivation({
  type: "ReLU",
  summary: "Passes positive numbers and turns negative ones into 0.",
  keywords: ["rectified linear unit", "rectifier"],
  params: {},
  reference: {
    formula: String.raw`y = \max(x, 0)`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 1 \text{ for } x > 0, \text{ else } 0`,
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html",
      "Nair and Hinton, Rectified linear units improve restricted Boltzmann machines (2010)",
    ],
  },
  range: ({ low, high, whole }) => between(Math.max(low, 0), Math.max(high, 0), whole),
  lower: (b, x) => b.relu(x),
});
