import { defineActivation } from "./defineActivation";
import { gradientChoice, thresholded } from "../functional/thresholded";
import { between } from "../range";

/** The sign of a number; 0 at 0. */
export const Sign = defineActivation({
  type: "Sign",
  summary:
    "−1, 0 or 1. Its gradient is 0, so the layers before it do not learn unless gradient is straightThrough.",
  keywords: ["bipolar step"],
  params: { gradient: gradientChoice },
  reference: {
    formula: String.raw`y = \operatorname{sign}(x)`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 0, \text{ or } 1 \text{ with } \texttt{straightThrough}`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.sign.html", "https://arxiv.org/abs/1308.3432"],
  },
  range: () => between(-1, 1, true),
  lower: (b, x, { gradient }) => thresholded(b, b.sign(x), x, gradient),
});
