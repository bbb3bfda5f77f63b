import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    tanh: Signature<1>;
  }
}

/** Hyperbolic tangent. Clamped on GPUs, whose tanh may overflow to NaN. */
export const tanh = defineElementwise({
  name: "tanh",
  compute: (x) => Math.tanh(x),
  wgsl: "tanh(select(a, sign(a) * 15.0, abs(a) > 15.0))",
  onnx: "Tanh",
  vjp: (b, { outputs: [y] }, [g]) => (y && g ? [b.mul(g, b.sub(1, b.mul(y, y)))] : []),
});
