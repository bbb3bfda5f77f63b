import { decayed } from "./decayed";
import { defineOptimizer, zeros } from "./optimizer";
import { betas, eps, learningRate, weightDecay } from "./optimizerParams";
import { runningMean } from "./runningMean";

/**
 * Liu et al., "On the variance of the adaptive learning rate and beyond" (2019), arXiv:1908.03265.
 * https://pytorch.org/docs/stable/generated/torch.optim.RAdam.html
 */
export const RAdam = defineOptimizer({
  type: "RAdam",
  summary: "Adam that divides by the gradient's size only once the estimate is reliable: a built-in warm-up.",
  reference: {
    formula: String.raw`\begin{aligned}
g_t &= \nabla_\theta L(\theta_{t-1}) + \lambda\,\theta_{t-1} \\
m_t &= \beta_1 m_{t-1} + (1-\beta_1)\,g_t, \quad \hat m_t = m_t/(1-\beta_1^t) \\
v_t &= \beta_2 v_{t-1} + (1-\beta_2)\,g_t^2 \\
\rho_\infty &= \tfrac{2}{1-\beta_2} - 1, \quad \rho_t = \rho_\infty - \tfrac{2t\beta_2^t}{1-\beta_2^t} \\
r_t &= \sqrt{\tfrac{(\rho_t-4)(\rho_t-2)\rho_\infty}{(\rho_\infty-4)(\rho_\infty-2)\rho_t}} \\
\theta_t &= \theta_{t-1} - \eta\,\hat m_t \begin{cases} r_t\,\frac{\sqrt{1-\beta_2^t}}{\sqrt{v_t} + \epsilon} & \rho_t > 5 \\ 1 & \text{otherwise} \end{cases}
\end{aligned}`,
    sources: [
      "https://arxiv.org/abs/1908.03265",
      "https://pytorch.org/docs/stable/generated/torch.optim.RAdam.html",
    ],
  },
  params: { learningRate: learningRate(0.001), ...betas, eps: eps(1e-8), weightDecay: weightDecay() },
  state: (_, shape) => ({ exp_avg: zeros(shape), exp_avg_sq: zeros(shape) }),
  scalars: ({ beta1, beta2 }) => ({
    // Only one of the two is nonzero in any step.
    plainSize: (learningRate, step) =>
      rectification(beta2, step) === undefined ? learningRate / (1 - beta1 ** step) : 0,
    adaptiveSize: (learningRate, step) => {
      const r = rectification(beta2, step) ?? 0;
      return (learningRate * r * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
    },
  }),
  update: ({ b, params: { beta1, beta2, eps, weightDecay }, weight, gradient, scalar, state }) => {
    const pull = decayed(b, gradient, weight, weightDecay);
    const mean = runningMean(b, state("exp_avg"), pull, beta1);
    const square = runningMean(b, state("exp_avg_sq"), b.mul(pull, pull), beta2);
    const adaptive = b.div(scalar("adaptiveSize"), b.add(b.sqrt(square), eps));
    const step = b.mul(mean, b.add(adaptive, scalar("plainSize")));
    return { weight: b.sub(weight, step), state: { exp_avg: mean, exp_avg_sq: square } };
  },
});

/** The factor r of a step; undefined while the variance of the adaptive rate is intractable. */
function rectification(beta2: number, step: number): number | undefined {
  const limit = 2 / (1 - beta2) - 1;
  const rho = limit - (2 * step * beta2 ** step) / (1 - beta2 ** step);
  if (rho <= 5) return undefined;
  return Math.sqrt(((rho - 4) * (rho - 2) * limit) / ((limit - 4) * (limit - 2) * rho));
}
