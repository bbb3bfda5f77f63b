import { number } from "../parameters/parameter";

/** Parameters shared by several optimizers, under PyTorch's names. */

export function learningRate(preset: number) {
  return number({ above: 0, default: preset, help: "Size of the steps." });
}

export function eps(preset: number) {
  return number({ minimum: 0, default: preset, help: "Prevents division by zero." });
}

export function weightDecay(preset = 0) {
  return number({ minimum: 0, default: preset, help: "Pulls weights towards 0 (L2 penalty)." });
}

export function decoupledWeightDecay(preset: number) {
  return number({
    minimum: 0,
    default: preset,
    help: "Fraction by which weights shrink at each step, times the learning rate.",
  });
}

/** β₁ and β₂ of Adam and its variants. */
export const betas = {
  beta1: number({ minimum: 0, below: 1, default: 0.9, help: "Decay rate of the gradient's running mean." }),
  beta2: number({
    minimum: 0,
    below: 1,
    default: 0.999,
    help: "Decay rate of the gradient's running mean square.",
  }),
};
