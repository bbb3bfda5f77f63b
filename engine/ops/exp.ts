import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    exp: Signature<1>;
  }
}

/** eˣ */
export const exp = defineElementwise({
  name: "exp",
  compute: (x) => Math.exp(x),
  // Some drivers make infinity of NaN.
  wgsl: "select(exp(a), a, is_nan(a))",
  onnx: "Exp",
  vjp: (b, { outputs: [y] }, [g]) => (y && g ? [b.mul(g, y)] : []),
});
