import { number } from "../parameters/parameter";

/** Parameters that several rules have, under PyTorch's names. */

export function learningRate(preset: number) {
  return number({ above: 0, default: preset, help: "Size of the steps." });
}

export function eps(preset: number) {
  return number({ minimum: 0, default: preset, help: "Keeps the division from blowing up." });
}

export function weightDecay(preset = 0) {
  return number({ minimum: 0, default: preset, help: "Pulls weights towards 0 (L2 penalty)." });
}

export function decoupledWeightDecay(preset: number) {
  return number({
    minimum: 0,
    default: preset,
    help: "Share by which weights shrink at each step, times the learning rate.",
  });
}

/** β₁ and β₂ of Adam and its kin. */
export const betas = {
  beta1: number({ minimum: 0, below: 1, default: 0.9, help: "How long the gradient's mean remembers." }),
  beta2: number({
    minimum: 0,
    below: 1,
    default: 0.999,
    help: "How long the gradient's square remembers.",
  }),
};
