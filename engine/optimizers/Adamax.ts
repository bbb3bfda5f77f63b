import { decayed } from "./decayed";
import { defineOptimizer, zeros } from "./optimizer";
import { betas, eps, learningRate, weightDecay } from "./optimizerParams";
import { runningMean } from "./runningMean";

/**
 * Kingma and Ba, "Adam: a method for stochastic optimization" (2014), section 7.1, arXiv:1412.6980.
 * https://pytorch.org/docs/stable/generated/torch.optim.Adamax.html
 */
export const Adamax = defineOptimizer({
  type: "Adamax",
  summary: "Adam with the gradient's largest size instead of its mean square.",
  reference: {
    formula: String.raw`\begin{aligned}
g_t &= \nabla_\theta L(\theta_{t-1}) + \lambda\,\theta_{t-1} \\
m_t &= \beta_1 m_{t-1} + (1-\beta_1)\,g_t \\
u_t &= \max(\beta_2 u_{t-1},\; |g_t| + \epsilon) \\
\theta_t &= \theta_{t-1} - \frac{\eta}{1-\beta_1^t} \cdot \frac{m_t}{u_t}
\end{aligned}`,
    sources: [
      "https://arxiv.org/abs/1412.6980",
      "https://pytorch.org/docs/stable/generated/torch.optim.Adamax.html",
    ],
  },
  params: { learningRate: learningRate(0.002), ...betas, eps: eps(1e-8), weightDecay: weightDecay() },
  state: (_, shape) => ({ exp_avg: zeros(shape), exp_inf: zeros(shape) }),
  scalars: ({ beta1 }) => ({ stepSize: (learningRate, step) => learningRate / (1 - beta1 ** step) }),
  update: ({ b, params, weight, gradient, scalar, state }) => {
    const { beta1, beta2, eps, weightDecay } = params;
    const pull = decayed(b, gradient, weight, weightDecay);
    const mean = runningMean(b, state("exp_avg"), pull, beta1);
    const largest = b.maximum(b.mul(state("exp_inf"), beta2), b.add(b.abs(pull), eps));
    const step = b.div(b.mul(mean, scalar("stepSize")), largest);
    return { weight: b.sub(weight, step), state: { exp_avg: mean, exp_inf: largest } };
  },
});
