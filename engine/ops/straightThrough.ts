import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    straightThrough: Signature<2>;
  }
}

/** The first operand's value with the second's gradient (straight-through estimator, Bengio et al. 2013, arXiv:1308.3432). Same shapes. */
export const straightThrough = defineElementwise({
  name: "straightThrough",
  compute: (value) => value,
  wgsl: "a",
  onnx: (emit, [value = ""]) => [emit.node("Identity", [value])],
  vjp: (_b, _, [g]) => [undefined, g],
});
