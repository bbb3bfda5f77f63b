import { defineActivation } from "./defineActivation";
import { gradientChoice, thresholded } from "../functional/thresholded";
import { between } from "../range";

/** Heaviside's step, as in McCulloch and Pitts' neuron (1943); 1 at 0, as in Perceptron. */
export const Step = defineActivation({
  type: "Step",
  summary:
    "1 from 0 upwards, else 0. Its gradient is 0, so the layers before it do not learn unless gradient is straightThrough.",
  keywords: ["Heaviside", "threshold"],
  params: { gradient: gradientChoice },
  reference: {
    formula: String.raw`y = 1 \text{ for } x \ge 0, \text{ else } 0`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 0, \text{ or } 1 \text{ with } \texttt{straightThrough}`,
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.heaviside.html",
      "McCulloch and Pitts, A logical calculus of the ideas immanent in nervous activity (1943)",
      "https://arxiv.org/abs/1308.3432",
    ],
  },
  range: () => between(0, 1, true),
  lower: (b, x, { gradient }) => thresholded(b, b.greaterEqual(x, 0), x, gradient),
});
