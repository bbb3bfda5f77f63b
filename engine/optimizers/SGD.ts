import { boolean, number } from "../parameters/parameter";
import { decayed } from "./decayed";
import { defineOptimizer, zeros, type StepNumber, type Update } from "./optimizer";
import { learningRate, weightDecay } from "./optimizerParams";

/**
 * Robbins and Monro, "A stochastic approximation method" (1951); momentum: Polyak (1964), in the form of Sutskever et
 * al., "On the importance of initialization and momentum in deep learning" (2013).
 * https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
 */
export const SGD = defineOptimizer({
  type: "SGD",
  summary: "Steps down the gradient, optionally with momentum.",
  reference: {
    formula: String.raw`\begin{aligned}
g_t &= \nabla_\theta L(\theta_{t-1}) + \lambda\,\theta_{t-1} \\
b_t &= \begin{cases} g_t & t = 1 \\ \mu\,b_{t-1} + (1-\tau)\,g_t & t > 1 \end{cases} \\
\theta_t &= \theta_{t-1} - \eta \begin{cases} g_t & \mu = 0 \\ g_t + \mu\,b_t & \text{Nesterov} \\ b_t & \text{otherwise} \end{cases}
\end{aligned}`,
    sources: [
      "https://proceedings.mlr.press/v28/sutskever13.html",
      "https://pytorch.org/docs/stable/generated/torch.optim.SGD.html",
    ],
  },
  params: {
    learningRate: learningRate(0.01),
    momentum: number({
      minimum: 0,
      below: 1,
      default: 0,
      help: "Fraction of the last step that is carried over; 0.9 is common.",
    }),
    dampening: number({
      minimum: 0,
      maximum: 1,
      default: 0,
      help: "Fraction of each gradient that momentum leaves out, after the first step.",
    }),
    nesterov: boolean({
      default: false,
      help: "Looks ahead along the momentum (Nesterov's accelerated gradient).",
    }),
    weightDecay: weightDecay(),
  },
  state: ({ momentum }, shape): Record<string, ReturnType<typeof zeros>> =>
    momentum > 0 ? { momentum_buffer: zeros(shape) } : {},
  scalars: ({ momentum, dampening }): Record<string, StepNumber> => ({
    learningRate: (learningRate) => learningRate,
    // In PyTorch, the momentum buffer starts as the whole gradient.
    ...(momentum > 0 && dampening > 0 && { gradientWeight: (_, step) => (step === 1 ? 1 : 1 - dampening) }),
  }),
  update: ({ b, params, weight, gradient, scalar, state }): Update => {
    const { momentum, dampening, nesterov, weightDecay } = params;
    const pull = decayed(b, gradient, weight, weightDecay);
    const step = (direction: typeof pull) => b.sub(weight, b.mul(direction, scalar("learningRate")));
    if (momentum === 0) return { weight: step(pull), state: {} };
    const added = dampening > 0 ? b.mul(pull, scalar("gradientWeight")) : pull;
    const buffer = b.add(b.mul(state("momentum_buffer"), momentum), added);
    const direction = nesterov ? b.add(pull, b.mul(buffer, momentum)) : buffer;
    return { weight: step(direction), state: { momentum_buffer: buffer } };
  },
});
