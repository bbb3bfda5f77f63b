import type { Value } from "../ops/operation";
import { at } from "../tensor/tensor";
import { clippingParams, type Clipping } from "./clipping";
import { scaledToNorm } from "./scaledToNorm";

/** PyTorch's `clip_grad_norm_`, called on each module's own parameters. */
export const nodeNorm: Clipping = {
  type: "nodeNorm",
  summary: "Scales the gradients of each node separately.",
  reference: {
    formula: String.raw`g_k \leftarrow g_k \cdot \min\left(1,\; \frac{c}{\lVert g_k \rVert_2 + 10^{-6}}\right) \quad \text{for each node } k`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html"],
  },
  params: clippingParams,
  clip: (b, { limit }, gradients) => {
    const clipped: Value[] = [];
    for (const node of new Set(gradients.map(({ node }) => node))) {
      const own = gradients.flatMap((given, index) => (given.node === node ? [{ ...given, index }] : []));
      scaledToNorm(
        b,
        own.map(({ gradient }) => gradient),
        limit,
      ).forEach((gradient, i) => (clipped[at(own, i).index] = gradient));
    }
    return clipped;
  },
};
