import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    sin: Signature<["x"]>;
  }
}

/** The sine of x in radians. */
export const sin = defineElementwise({
  name: "sin",
  inputs: ["x"],
  compute: (x) => Math.sin(x),
  wgsl: "sine(x)",
  onnx: "Sin",
  gradient: (b, { inputs: { x }, gradients: [g] }) => ({ x: b.mul(g, b.cos(x)) }),
});
