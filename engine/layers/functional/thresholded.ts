import type { Builder, Value } from "../../ops/operation";
import { choice } from "../../parameters/parameter";

/** The gradient of a step function, which has no useful one of its own. */
export const gradientChoice = choice(["zero", "straightThrough"], {
  default: "zero",
  help: "zero is the true gradient, as in PyTorch; straightThrough passes the gradient on unchanged, so that networks of such units can learn.",
});

/** A step function's value, with the chosen gradient with respect to x. */
export function thresholded(b: Builder, value: Value, x: Value, gradient: "zero" | "straightThrough"): Value {
  return gradient === "zero" ? b.stopGradient(value) : b.straightThrough(value, x);
}
