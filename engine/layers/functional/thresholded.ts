import type { Builder, Value } from "../../ops/operation";
import { choice } from "../../parameters/parameter";

/** What a jump gives backwards, where it has no useful gradient of its own. */
export const gradientChoice = choice(["zero", "straightThrough"], {
  default: "zero",
  help: "zero is the true gradient, as in PyTorch; straightThrough passes it on unchanged, so that networks of such units learn.",
});

/** A value that jumps as x goes on, with the chosen gradient for x. */
export function thresholded(b: Builder, value: Value, x: Value, gradient: "zero" | "straightThrough"): Value {
  return gradient === "zero" ? b.stopGradient(value) : b.straightThrough(value, x);
}
