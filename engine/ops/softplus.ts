import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    softplus: Signature<["x"]>;
  }
}

/** log(1 + eˣ), written so that it neither overflows nor loses small values. Its gradient is the sigmoid. */
export const softplus = defineElementwise({
  name: "softplus",
  inputs: ["x"],
  compute: (x = NaN) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  // Beyond 10, log(1 + e⁻ˣ) is e⁻ˣ, whose digits the sum would lose. Some drivers return infinity for exp(NaN).
  wgsl: "select(max(x, 0.0) + select(log(1.0 + exp(-abs(x))), exp(-abs(x)), abs(x) > 10.0), x, is_nan(x))",
  onnx: "Softplus",
  gradient: (b, { inputs: { x }, gradients: [g] }) => ({ x: b.mul(g, b.sigmoid(x)) }),
});
