import { number } from "../parameters/parameter";
import { decayed } from "./decayed";
import { defineOptimizer, zeros } from "./optimizer";
import { eps, learningRate, weightDecay } from "./optimizerParams";
import { runningMean } from "./runningMean";

/**
 * Zeiler, "ADADELTA: an adaptive learning rate method" (2012), arXiv:1212.5701.
 * https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html
 */
export const Adadelta = defineOptimizer({
  type: "Adadelta",
  summary:
    "Scales each weight's step by the ratio of its past steps to its past gradients; needs no learning rate.",
  reference: {
    formula: String.raw`\begin{aligned}
g_t &= \nabla_\theta L(\theta_{t-1}) + \lambda\,\theta_{t-1} \\
v_t &= \rho\,v_{t-1} + (1-\rho)\,g_t^2 \\
\Delta_t &= \frac{\sqrt{u_{t-1} + \epsilon}}{\sqrt{v_t + \epsilon}}\,g_t \\
u_t &= \rho\,u_{t-1} + (1-\rho)\,\Delta_t^2 \\
\theta_t &= \theta_{t-1} - \eta\,\Delta_t
\end{aligned}`,
    sources: [
      "https://arxiv.org/abs/1212.5701",
      "https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html",
    ],
  },
  params: {
    learningRate: learningRate(1),
    rho: number({
      minimum: 0,
      maximum: 1,
      default: 0.9,
      help: "Decay rate of the running mean squares of gradients and steps.",
    }),
    eps: eps(1e-6),
    weightDecay: weightDecay(),
  },
  state: (_, shape) => ({ square_avg: zeros(shape), acc_delta: zeros(shape) }),
  scalars: () => ({ learningRate: (learningRate) => learningRate }),
  update: ({ b, params: { rho, eps, weightDecay }, weight, gradient, scalar, state }) => {
    const pull = decayed(b, gradient, weight, weightDecay);
    const square = runningMean(b, state("square_avg"), b.mul(pull, pull), rho);
    const before = state("acc_delta");
    const delta = b.mul(b.div(b.sqrt(b.add(before, eps)), b.sqrt(b.add(square, eps))), pull);
    return {
      weight: b.sub(weight, b.mul(delta, scalar("learningRate"))),
      state: { square_avg: square, acc_delta: runningMean(b, before, b.mul(delta, delta), rho) },
    };
  },
});
