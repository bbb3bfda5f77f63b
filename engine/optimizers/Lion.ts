import { number } from "../parameters/parameter";
import { defineOptimizer, zeros } from "./optimizer";
import { decoupledWeightDecay, learningRate } from "./optimizerParams";
import { runningMean } from "./runningMean";
import { shrunk } from "./shrunk";

/**
 * Chen et al., "Symbolic discovery of optimization algorithms" (2023), arXiv:2302.06675, algorithm 2. PyTorch has no
 * such optimizer; the parameters are named in its style.
 */
export const Lion = defineOptimizer({
  type: "Lion",
  summary:
    "Steps by the sign of a running mean, so that every weight moves equally far. Needs a small learning rate.",
  reference: {
    formula: String.raw`\begin{aligned}
g_t &= \nabla_\theta L(\theta_{t-1}) \\
c_t &= \beta_1 m_{t-1} + (1-\beta_1)\,g_t \\
\theta_t &= \theta_{t-1} - \eta\left(\operatorname{sign}(c_t) + \lambda\,\theta_{t-1}\right) \\
m_t &= \beta_2 m_{t-1} + (1-\beta_2)\,g_t
\end{aligned}`,
    sources: ["https://arxiv.org/abs/2302.06675"],
  },
  params: {
    learningRate: learningRate(0.0001),
    beta1: number({
      minimum: 0,
      below: 1,
      default: 0.9,
      help: "Weight of the running mean in a step's direction.",
    }),
    beta2: number({
      minimum: 0,
      below: 1,
      default: 0.99,
      help: "Decay rate of the gradient's running mean.",
    }),
    weightDecay: decoupledWeightDecay(0),
  },
  state: (_, shape) => ({ exp_avg: zeros(shape) }),
  scalars: () => ({ learningRate: (learningRate) => learningRate }),
  update: ({ b, params: { beta1, beta2, weightDecay }, weight, gradient, scalar, state }) => {
    const mean = state("exp_avg");
    const direction = b.sign(runningMean(b, mean, gradient, beta1));
    const rate = scalar("learningRate");
    return {
      weight: b.sub(shrunk(b, weight, rate, weightDecay), b.mul(direction, rate)),
      state: { exp_avg: runningMean(b, mean, gradient, beta2) },
    };
  },
});
