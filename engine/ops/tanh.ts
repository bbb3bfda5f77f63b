import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    tanh: Signature<["x"]>;
  }
}

/** Hyperbolic tangent. Clamped on GPUs, whose tanh may overflow to NaN. */
export const tanh = defineElementwise({
  name: "tanh",
  inputs: ["x"],
  compute: (x) => Math.tanh(x),
  wgsl: "tanh(select(x, sign(x) * 15.0, abs(x) > 15.0))",
  onnx: "Tanh",
  gradient: (b, { outputs: [y], gradients: [g] }) => ({ x: b.mul(g, b.sub(1, b.mul(y, y))) }),
});
