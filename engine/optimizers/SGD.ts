import { boolean, number } from "../parameters/parameter";
import { decayed } from "./decayed";
import { defineOptimizer, zeros, type StepNumber, type Update } from "./optimizer";
import { learningRate, weightDecay } from "./optimizerParams";

/**
 * Robbins and Monro, "A stochastic approximation method" (1951); momentum: Polyak (1964); as Sutskever et al., "On the
 * importance of initialization and momentum in deep learning" (2013) tell it.
 * https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
 */
export const SGD = defineOptimizer({
  type: "SGD",
  summary: "Steps down the gradient, with momentum if asked for.",
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
      help: "Share of the last step that is kept; 0.9 is usual.",
    }),
    dampening: number({
      minimum: 0,
      maximum: 1,
      default: 0,
      help: "Share of each gradient that momentum leaves out, after the first step.",
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
    // PyTorch's first buffer is the whole gradient.
    ...(momentum > 0 && dampening > 0 && { share: (_, step) => (step === 1 ? 1 : 1 - dampening) }),
  }),
  update: ({ b, params, weight, gradient, scalar, state }): Update => {
    const { momentum, dampening, nesterov, weightDecay } = params;
    const pull = decayed(b, gradient, weight, weightDecay);
    const step = (direction: typeof pull) => b.sub(weight, b.mul(direction, scalar("learningRate")));
    if (momentum === 0) return { weight: step(pull), state: {} };
    const added = dampening > 0 ? b.mul(pull, scalar("share")) : pull;
    const buffer = b.add(b.mul(state("momentum_buffer"), momentum), added);
    const direction = nesterov ? b.add(pull, b.mul(buffer, momentum)) : buffer;
    return { weight: step(direction), state: { momentum_buffer: buffer } };
  },
});
