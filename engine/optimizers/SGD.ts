import { boolean, number } from "../layers/parameter";
import { defineOptimizer, type Update } from "./optimizer";

/** https://pytorch.org/docs/stable/generated/torch.optim.SGD.html */
export const SGD = defineOptimizer({
  type: "SGD",
  summary: "Steps down the gradient, with momentum if asked for.",
  params: {
    learningRate: number({ above: 0, default: 0.01, help: "Size of the steps." }),
    momentum: number({
      minimum: 0,
      below: 1,
      default: 0,
      help: "Share of the last step that is kept; 0.9 is usual.",
    }),
    nesterov: boolean({
      default: false,
      help: "Looks ahead along the momentum (Nesterov's accelerated gradient).",
    }),
    weightDecay: number({ minimum: 0, default: 0, help: "Pulls weights towards 0 (L2 penalty)." }),
  },
  state: ({ momentum }) => (momentum > 0 ? ["momentum_buffer"] : []),
  scalars: { learningRate: (_, learningRate) => learningRate },
  update: ({ b, params: { momentum, nesterov, weightDecay }, weight, gradient, scalar, state }): Update => {
    const pull = weightDecay > 0 ? b.add(gradient, b.mul(weight, weightDecay)) : gradient;
    const step = (direction: typeof pull) => b.sub(weight, b.mul(direction, scalar("learningRate")));
    if (momentum === 0) return { weight: step(pull), state: {} };
    const buffer = b.add(b.mul(state("momentum_buffer"), momentum), pull);
    const direction = nesterov ? b.add(pull, b.mul(buffer, momentum)) : buffer;
    return { weight: step(direction), state: { momentum_buffer: buffer } };
  },
});
