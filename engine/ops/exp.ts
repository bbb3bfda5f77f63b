import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    exp: Signature<["x"]>;
  }
}

/** eˣ */
export const exp = defineElementwise({
  name: "exp",
  inputs: ["x"],
  compute: (x) => Math.exp(x),
  // Some drivers return infinity for NaN.
  wgsl: "select(exp(x), x, is_nan(x))",
  onnx: "Exp",
  gradient: (b, { outputs: [y], gradients: [g] }) => ({ x: b.mul(g, y) }),
});
