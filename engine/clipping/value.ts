import { clippingParams, type Clipping } from "./clipping";

/** https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_value_.html */
export const value: Clipping = {
  type: "value",
  summary: "Clamps each element of the gradients to the limit.",
  reference: {
    formula: String.raw`g_i \leftarrow \max(-c,\; \min(c,\; g_i))`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_value_.html"],
  },
  params: clippingParams,
  clip: (b, { limit }, gradients) =>
    gradients.map(({ gradient }) => b.minimum(b.maximum(gradient, -limit), limit)),
};
