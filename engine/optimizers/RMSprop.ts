import { boolean, number } from "../parameters/parameter";
import { decayed } from "./decayed";
import { defineOptimizer, zeros } from "./optimizer";
import { eps, learningRate, weightDecay } from "./optimizerParams";
import { runningMean } from "./runningMean";

/**
 * Hinton, "Neural networks for machine learning", lecture 6 (2012); centered as in Graves, "Generating sequences with
 * recurrent neural networks" (2013), arXiv:1308.0850.
 * https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
 */
export const RMSprop = defineOptimizer({
  type: "RMSprop",
  summary:
    "Divides each weight's gradient by the root of its running mean square. Long used for recurrent networks.",
  reference: {
    formula: String.raw`\begin{aligned}
g_t &= \nabla_\theta L(\theta_{t-1}) + \lambda\,\theta_{t-1} \\
v_t &= \alpha\,v_{t-1} + (1-\alpha)\,g_t^2 \\
\bar g_t &= \begin{cases} \alpha\,\bar g_{t-1} + (1-\alpha)\,g_t & \text{centered} \\ 0 & \text{otherwise} \end{cases} \\
b_t &= \mu\,b_{t-1} + \frac{g_t}{\sqrt{v_t - \bar g_t^2} + \epsilon} \\
\theta_t &= \theta_{t-1} - \eta\,b_t
\end{aligned}`,
    sources: [
      "https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf",
      "https://arxiv.org/abs/1308.0850",
      "https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html",
    ],
  },
  params: {
    learningRate: learningRate(0.01),
    alpha: number({
      minimum: 0,
      maximum: 1,
      default: 0.99,
      help: "Decay rate of the gradient's running mean square.",
    }),
    eps: eps(1e-8),
    momentum: number({
      minimum: 0,
      below: 1,
      default: 0,
      help: "Fraction of the last step that is carried over; 0.9 is common.",
    }),
    centered: boolean({
      default: false,
      help: "Divides by the gradient's standard deviation instead of its size.",
    }),
    weightDecay: weightDecay(),
  },
  state: ({ momentum, centered }, shape) => ({
    square_avg: zeros(shape),
    ...(centered && { grad_avg: zeros(shape) }),
    ...(momentum > 0 && { momentum_buffer: zeros(shape) }),
  }),
  scalars: () => ({ learningRate: (learningRate) => learningRate }),
  update: ({ b, params, weight, gradient, scalar, state }) => {
    const { alpha, eps, momentum, centered, weightDecay } = params;
    const pull = decayed(b, gradient, weight, weightDecay);
    const square = runningMean(b, state("square_avg"), b.mul(pull, pull), alpha);
    const mean = centered ? runningMean(b, state("grad_avg"), pull, alpha) : undefined;
    // Rounding may make the variance negative.
    const spread = mean ? b.maximum(b.sub(square, b.mul(mean, mean)), 0) : square;
    const scaled = b.div(pull, b.add(b.sqrt(spread), eps));
    const buffer = momentum > 0 ? b.add(b.mul(state("momentum_buffer"), momentum), scaled) : undefined;
    return {
      weight: b.sub(weight, b.mul(buffer ?? scaled, scalar("learningRate"))),
      state: {
        square_avg: square,
        ...(mean && { grad_avg: mean }),
        ...(buffer && { momentum_buffer: buffer }),
      },
    };
  },
});
