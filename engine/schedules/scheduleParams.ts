import { choice, integer, number } from "../parameters/parameter";

/** Parameters that several schedules have, under PyTorch's names. */

export function every(preset: "epoch" | "step") {
  return choice(["epoch", "step"], { default: preset, help: "What is counted: epochs or training steps." });
}

export function gamma(preset: number) {
  return number({ above: 0, default: preset, help: "What the learning rate is multiplied by." });
}

export const totalIters = integer({
  minimum: 1,
  default: 5,
  help: "How many epochs or steps it takes.",
});

export const etaMin = number({ minimum: 0, default: 0, help: "The lowest learning rate." });
