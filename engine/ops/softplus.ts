import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    softplus: Signature<1>;
  }
}

/** log(1 + eˣ), written so that it neither overflows nor loses small values. Its gradient is the sigmoid. */
export const softplus = defineElementwise({
  name: "softplus",
  compute: (x = NaN) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  // Beyond 10 the logarithm of 1 + e is e, which 1 + e would lose. Some drivers make infinity of exp(NaN).
  wgsl: "select(max(a, 0.0) + select(log(1.0 + exp(-abs(a))), exp(-abs(a)), abs(a) > 10.0), a, is_nan(a))",
  onnx: "Softplus",
  vjp: (b, { inputs: [x] }, [g]) => (x && g ? [b.mul(g, b.sigmoid(x))] : []),
});
