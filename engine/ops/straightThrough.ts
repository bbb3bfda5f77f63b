import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    straightThrough: Signature<["value", "surrogate"]>;
  }
}

/**
 * A value with the gradient of its surrogate (straight-through estimator, Bengio et al. 2013, arXiv:1308.3432). Both have
 * the same shape.
 */
export const straightThrough = defineElementwise({
  name: "straightThrough",
  inputs: ["value", "surrogate"],
  compute: (value) => value,
  wgsl: "value",
  onnx: (emit, { value }) => [emit.node("Identity", [value])],
  gradient: (_, { gradients: [g] }) => ({ surrogate: g }),
});
