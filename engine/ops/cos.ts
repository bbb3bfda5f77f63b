import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    cos: Signature<["x"]>;
  }
}

/** The cosine of x in radians. */
export const cos = defineElementwise({
  name: "cos",
  inputs: ["x"],
  compute: (x) => Math.cos(x),
  wgsl: "cosine(x)",
  onnx: "Cos",
  gradient: (b, { inputs: { x }, gradients: [g] }) => ({ x: b.neg(b.mul(g, b.sin(x))) }),
});
