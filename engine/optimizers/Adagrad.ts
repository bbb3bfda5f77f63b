import { number } from "../parameters/parameter";
import { decayed } from "./decayed";
import { defineOptimizer } from "./optimizer";
import { eps, learningRate, weightDecay } from "./optimizerParams";

/**
 * Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization" (2011).
 * https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html
 */
export const Adagrad = defineOptimizer({
  type: "Adagrad",
  summary: "Takes smaller and smaller steps for weights with large past gradients. Good for rare features.",
  reference: {
    formula: String.raw`\begin{aligned}
g_t &= \nabla_\theta L(\theta_{t-1}) + \lambda\,\theta_{t-1} \\
s_t &= s_{t-1} + g_t^2 \\
\theta_t &= \theta_{t-1} - \frac{\eta}{1 + (t-1)\,\eta_\text{decay}} \cdot \frac{g_t}{\sqrt{s_t} + \epsilon}
\end{aligned}`,
    sources: [
      "https://jmlr.org/papers/v12/duchi11a.html",
      "https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html",
    ],
  },
  params: {
    learningRate: learningRate(0.01),
    lrDecay: number({
      minimum: 0,
      default: 0,
      help: "How fast the learning rate falls: it is divided by 1 + steps · lrDecay.",
    }),
    initialAccumulatorValue: number({
      minimum: 0,
      default: 0,
      help: "Initial value of the sum of squared gradients.",
    }),
    eps: eps(1e-10),
    weightDecay: weightDecay(),
  },
  state: ({ initialAccumulatorValue }, shape) => ({ sum: { shape, start: initialAccumulatorValue } }),
  scalars: ({ lrDecay }) => ({
    learningRate: (learningRate, step) => learningRate / (1 + (step - 1) * lrDecay),
  }),
  update: ({ b, params: { eps, weightDecay }, weight, gradient, scalar, state }) => {
    const pull = decayed(b, gradient, weight, weightDecay);
    const sum = b.add(state("sum"), b.mul(pull, pull));
    const step = b.div(b.mul(pull, scalar("learningRate")), b.add(b.sqrt(sum), eps));
    return { weight: b.sub(weight, step), state: { sum } };
  },
});
