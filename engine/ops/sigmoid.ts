import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    sigmoid: Signature<["x"]>;
  }
}

/** 1 / (1 + e⁻ˣ) */
export const sigmoid = defineElementwise({
  name: "sigmoid",
  inputs: ["x"],
  compute: (x) => 1 / (1 + Math.exp(-x)),
  // Some drivers return infinity for exp(NaN).
  wgsl: "select(1.0 / (1.0 + exp(-x)), x, is_nan(x))",
  onnx: "Sigmoid",
  gradient: (b, { outputs: [y], gradients: [g] }) => ({ x: b.mul(g, b.mul(y, b.sub(1, y))) }),
});
