import { keepMask } from "../functional/dropout";
import { defineLayer } from "../layer";
import { number } from "../../parameters/parameter";

/** SELU's limit at −∞: −λα of Klambauer et al. (2017), with the digits of their appendix. */
const saturated = -1.0507009873554805 * 1.6732632423543772;

/**
 * Klambauer et al., "Self-normalizing neural networks" (2017), arXiv:1706.02515.
 * https://pytorch.org/docs/stable/generated/torch.nn.AlphaDropout.html
 */
export const AlphaDropout = defineLayer({
  type: "AlphaDropout",
  category: "regularisation",
  summary:
    "Dropout for SELU networks: dropped values become SELU's lowest value, which preserves mean 0 and variance 1.",
  reference: {
    formula: String.raw`y = a\,(m \odot x + (1 - m)\,\alpha') + b, \quad m \sim \mathrm{Bernoulli}(1 - p), \quad \alpha' = -\lambda\alpha \approx -1.7581, \quad a = \left((1 - p)(1 + p\,\alpha'^2)\right)^{-1/2}, \quad b = -a\,p\,\alpha' \text{ while training}; \qquad y = x \text{ otherwise}`,
    gradient: String.raw`\frac{\partial L}{\partial x} = a\,m \odot g \text{ while training}; \quad g \text{ otherwise}`,
    shapes: "input of any shape, output the same.",
    sources: [
      "Klambauer et al., Self-normalizing neural networks (2017), https://arxiv.org/abs/1706.02515",
      "https://pytorch.org/docs/stable/generated/torch.nn.AlphaDropout.html",
    ],
  },
  params: {
    p: number({ minimum: 0, maximum: 1, default: 0.5, help: "Fraction of the values to drop." }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => ({ output: input("input") }),
  lower: (context) => {
    const { b, params, input, training } = context;
    const { p } = params;
    const x = input("input");
    if (!training || p === 0) return { output: x };
    if (p === 1) return { output: b.mul(x, 0) };
    const scale = 1 / Math.sqrt((1 - p) * (1 + p * saturated ** 2));
    const mixed = b.where(keepMask(context, x.type.shape, p), x, saturated);
    return { output: b.add(b.mul(mixed, scale), -scale * p * saturated) };
  },
});
