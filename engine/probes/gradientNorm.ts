import { weightNumber } from "./probe";
import { norm } from "./reductions";

export const gradientNorm = weightNumber({
  name: "gradientNorm",
  of: "gradient",
  value: (b, { gradient }) => norm(b, gradient),
  // From where gradients vanish to where they explode.
  show: { as: "bar", title: "Gradient norm, on a bar from {0} to {1}", from: 1e-8, to: 100 },
});
