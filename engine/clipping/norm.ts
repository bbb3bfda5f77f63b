import { clippingParams, type Clipping } from "./clipping";
import { scaledToNorm } from "./scaledToNorm";

/**
 * Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks" (2013), arXiv:1211.5063.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html
 */
export const norm: Clipping = {
  type: "norm",
  summary: "Scales all gradients of the model together, which preserves their direction.",
  reference: {
    formula: String.raw`g \leftarrow g \cdot \min\left(1,\; \frac{c}{\lVert g \rVert_2 + 10^{-6}}\right) \quad \text{over all weights}`,
    sources: [
      "https://arxiv.org/abs/1211.5063",
      "https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html",
    ],
  },
  params: clippingParams,
  clip: (b, { limit }, gradients) =>
    gradients.length === 0
      ? []
      : scaledToNorm(
          b,
          gradients.map(({ gradient }) => gradient),
          limit,
        ),
};
