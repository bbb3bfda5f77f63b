import { boolean, type Values } from "../parameters/parameter";
import type { Value } from "../ops/operation";
import { betas, eps, learningRate } from "./optimizerParams";
import { zeros, type OptimizerState, type StepNumber, type Update, type UpdateContext } from "./optimizer";
import { runningMean } from "./runningMean";

/** The parameters shared by Adam and AdamW: all but weight decay. */

export const adamParams = {
  learningRate: learningRate(0.001),
  ...betas,
  eps: eps(1e-8),
  amsgrad: boolean({
    default: false,
    help: "AMSGrad: divides by the largest mean square so far, so that step sizes never grow.",
  }),
};

type AdamValues = Values<typeof adamParams>;

export function adamState({ amsgrad }: AdamValues, shape: readonly number[]): Record<string, OptimizerState> {
  return {
    exp_avg: zeros(shape),
    exp_avg_sq: zeros(shape),
    ...(amsgrad && { max_exp_avg_sq: zeros(shape) }),
  };
}

/** Both are corrected for √(1 − β₂ᵗ) here, as the paper's section 2 suggests, which saves a pass over every weight. */
export function adamScalars({ beta1, beta2, eps }: AdamValues) {
  return {
    stepSize: (learningRate, step) => (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step),
    epsilon: (_, step) => eps * Math.sqrt(1 - beta2 ** step),
  } satisfies Record<string, StepNumber>;
}

/** Adam's update of `weight` along `gradient`. */
export function adamUpdate(
  { b, params, scalar, state }: UpdateContext<typeof adamParams>,
  weight: Value,
  gradient: Value,
): Update {
  const { beta1, beta2, amsgrad } = params;
  const mean = runningMean(b, state("exp_avg"), gradient, beta1);
  const square = runningMean(b, state("exp_avg_sq"), b.mul(gradient, gradient), beta2);
  const largest = amsgrad ? b.maximum(state("max_exp_avg_sq"), square) : square;
  const scale = b.add(b.sqrt(largest), scalar("epsilon"));
  return {
    weight: b.sub(weight, b.div(b.mul(mean, scalar("stepSize")), scale)),
    state: { exp_avg: mean, exp_avg_sq: square, ...(amsgrad && { max_exp_avg_sq: largest }) },
  };
}
