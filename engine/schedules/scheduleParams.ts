import { choice, integer, number } from "../parameters/parameter";

/** Parameters shared by several schedules, under PyTorch's names. */

export function every(preset: "epoch" | "step") {
  return choice(["epoch", "step"], { default: preset, help: "Whether to count epochs or training steps." });
}

export function gamma(preset: number) {
  return number({ above: 0, default: preset, help: "The factor for the learning rate." });
}

export const totalIters = integer({
  minimum: 1,
  default: 5,
  help: "Number of epochs or steps.",
});

export const etaMin = number({ minimum: 0, default: 0, help: "The lowest learning rate." });
