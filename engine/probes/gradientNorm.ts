import { weightNumber } from "./probe";
import { norm } from "../ops/reductions";

export const gradientNorm = weightNumber({
  name: "gradientNorm",
  of: "gradient",
  value: (b, { gradient }) => norm(b, gradient),
  // From vanishing to exploding gradients.
  show: { as: "bar", title: "Gradient norm on a logarithmic scale from {0} to {1}", from: 1e-8, to: 100 },
});
