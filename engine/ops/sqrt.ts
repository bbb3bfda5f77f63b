import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    sqrt: Signature<["x"]>;
  }
}

/** Square root. */
export const sqrt = defineElementwise({
  name: "sqrt",
  inputs: ["x"],
  compute: (x) => Math.sqrt(x),
  wgsl: "sqrt(x)",
  onnx: "Sqrt",
  gradient: (b, { outputs: [y], gradients: [g] }) => ({ x: b.div(b.mul(g, 0.5), y) }),
});
