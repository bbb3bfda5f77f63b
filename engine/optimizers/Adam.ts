import { number } from "../layers/parameter";
import { defineOptimizer } from "./optimizer";

/**
 * Kingma and Ba, "Adam: a method for stochastic optimization" (2014), arXiv:1412.6980.
 * https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
 */
export const Adam = defineOptimizer({
  type: "Adam",
  summary:
    "Gives every weight a step size of its own from the gradient's running mean and square. A good first choice.",
  params: {
    learningRate: number({ above: 0, default: 0.001, help: "Size of the steps." }),
    beta1: number({ minimum: 0, below: 1, default: 0.9, help: "How long the gradient's mean remembers." }),
    beta2: number({
      minimum: 0,
      below: 1,
      default: 0.999,
      help: "How long the gradient's square remembers.",
    }),
    eps: number({ minimum: 0, default: 1e-8, help: "Keeps the division from blowing up." }),
    weightDecay: number({ minimum: 0, default: 0, help: "Pulls weights towards 0 (L2 penalty)." }),
  },
  state: () => ["exp_avg", "exp_avg_sq"],
  scalars: {
    // Both are corrected for √(1 − β₂ᵗ) here, as the paper's section 2 suggests: one pass less over every weight.
    stepSize: ({ beta1, beta2 }, learningRate, step) =>
      (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step),
    epsilon: ({ beta2, eps }, _, step) => eps * Math.sqrt(1 - beta2 ** step),
  },
  update: ({ b, params: { beta1, beta2, weightDecay }, weight, gradient, scalar, state }) => {
    const pull = weightDecay > 0 ? b.add(gradient, b.mul(weight, weightDecay)) : gradient;
    const mean = b.add(b.mul(state("exp_avg"), beta1), b.mul(pull, 1 - beta1));
    const square = b.add(b.mul(state("exp_avg_sq"), beta2), b.mul(b.mul(pull, pull), 1 - beta2));
    const scale = b.add(b.sqrt(square), scalar("epsilon"));
    const next = b.sub(weight, b.div(b.mul(mean, scalar("stepSize")), scale));
    return { weight: next, state: { exp_avg: mean, exp_avg_sq: square } };
  },
});
