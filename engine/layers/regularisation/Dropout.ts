import { defineLayer } from "../layer";
import { number } from "../parameter";

/**
 * Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (2014).
 * https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html
 */
export const Dropout = defineLayer({
  type: "Dropout",
  category: "regularisation",
  summary: "While training, sets random numbers to 0 and scales up the rest, against overfitting.",
  params: {
    p: number({ minimum: 0, maximum: 1, default: 0.5, help: "Share of the numbers that are dropped." }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => ({ output: input("input") }),
  lower: ({ b, params: { p }, input, training, uniform }) => {
    const x = input("input");
    if (!training || p === 0) return { output: x };
    if (p === 1) return { output: b.mul(x, 0) };
    const kept = b.greaterEqual(uniform(x.type.shape), p);
    return { output: b.mul(b.mul(x, kept), 1 / (1 - p)) };
  },
});
