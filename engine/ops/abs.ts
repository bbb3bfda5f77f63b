import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    abs: Signature<["x"]>;
  }
}

/** |x|; the gradient at 0 is 0. */
export const abs = defineElementwise({
  name: "abs",
  inputs: ["x"],
  compute: (x) => Math.abs(x),
  wgsl: "abs(x)",
  onnx: "Abs",
  gradient: (b, { inputs: { x }, gradients: [g] }) => ({ x: b.mul(g, b.sign(x)) }),
});
