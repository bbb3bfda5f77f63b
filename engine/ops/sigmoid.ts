import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    sigmoid: Signature<1>;
  }
}

/** 1 / (1 + e⁻ˣ) */
export const sigmoid = defineElementwise({
  name: "sigmoid",
  compute: (x) => 1 / (1 + Math.exp(-x)),
  // Some drivers make infinity of exp(NaN).
  wgsl: "select(1.0 / (1.0 + exp(-a)), a, is_nan(a))",
  onnx: "Sigmoid",
  vjp: (b, { outputs: [y] }, [g]) => (y && g ? [b.mul(g, b.mul(y, b.sub(1, y)))] : []),
});
