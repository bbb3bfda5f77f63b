import { number } from "../parameters/parameter";
import { decayed } from "./decayed";
import { defineOptimizer, zeros } from "./optimizer";
import { betas, eps, learningRate, weightDecay } from "./optimizerParams";
import { runningMean } from "./runningMean";

/**
 * Dozat, "Incorporating Nesterov momentum into Adam" (2016).
 * https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html
 */
export const NAdam = defineOptimizer({
  type: "NAdam",
  summary: "Adam that looks ahead along its momentum, like Nesterov's method.",
  reference: {
    formula: String.raw`\begin{aligned}
g_t &= \nabla_\theta L(\theta_{t-1}) + \lambda\,\theta_{t-1} \\
\mu_t &= \beta_1\left(1 - \tfrac12\,0.96^{t\psi}\right) \\
m_t &= \beta_1 m_{t-1} + (1-\beta_1)\,g_t \\
v_t &= \beta_2 v_{t-1} + (1-\beta_2)\,g_t^2 \\
\hat m_t &= \frac{\mu_{t+1}\,m_t}{1 - \prod_{i=1}^{t+1}\mu_i} + \frac{(1-\mu_t)\,g_t}{1 - \prod_{i=1}^{t}\mu_i} \\
\theta_t &= \theta_{t-1} - \eta\,\frac{\hat m_t}{\sqrt{v_t/(1-\beta_2^t)} + \epsilon}
\end{aligned}`,
    sources: [
      "https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ",
      "https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html",
    ],
  },
  params: {
    learningRate: learningRate(0.002),
    ...betas,
    eps: eps(1e-8),
    momentumDecay: number({
      minimum: 0,
      default: 0.004,
      help: "How fast the momentum rises to beta1 over the steps.",
    }),
    weightDecay: weightDecay(),
  },
  state: (_, shape) => ({ exp_avg: zeros(shape), exp_avg_sq: zeros(shape) }),
  scalars: ({ beta1, beta2, eps, momentumDecay }) => {
    const mu = (step: number) => beta1 * (1 - 0.5 * 0.96 ** (step * momentumDecay));
    const product = productUpTo(mu);
    // All corrected for √(1 − β₂ᵗ); see Adam.
    const corrected = (step: number) => Math.sqrt(1 - beta2 ** step);
    return {
      gradientSize: (learningRate, step) =>
        (corrected(step) * learningRate * (1 - mu(step))) / (1 - product(step)),
      meanSize: (learningRate, step) =>
        (corrected(step) * learningRate * mu(step + 1)) / (1 - product(step) * mu(step + 1)),
      epsilon: (_, step) => eps * corrected(step),
    };
  },
  update: ({ b, params: { beta1, beta2, weightDecay }, weight, gradient, scalar, state }) => {
    const pull = decayed(b, gradient, weight, weightDecay);
    const mean = runningMean(b, state("exp_avg"), pull, beta1);
    const square = runningMean(b, state("exp_avg_sq"), b.mul(pull, pull), beta2);
    const direction = b.add(b.mul(pull, scalar("gradientSize")), b.mul(mean, scalar("meanSize")));
    const step = b.div(direction, b.add(b.sqrt(square), scalar("epsilon")));
    return { weight: b.sub(weight, step), state: { exp_avg: mean, exp_avg_sq: square } };
  },
});

/**
 * The product of a factor over the steps from 1 on. Steps are requested in order, so each takes one multiplication; any
 * other step is computed from the start, in the same order, with the same result.
 */
function productUpTo(factor: (step: number) => number): (step: number) => number {
  let known = 0;
  let product = 1;
  return (step) => {
    if (step < known) {
      known = 0;
      product = 1;
    }
    while (known < step) product *= factor(++known);
    return product;
  };
}
