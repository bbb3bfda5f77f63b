import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    relu: Signature<["x"]>;
  }
}

/** max(x, 0). A separate operation because its gradient is 0 at 0 and depends only on the output. */
export const relu = defineElementwise({
  name: "relu",
  inputs: ["x"],
  compute: (x) => (x < 0 ? 0 : x),
  wgsl: "select(x, 0.0, x < 0.0)",
  onnx: "Relu",
  gradient: (b, { outputs: [y], gradients: [g] }) => ({ x: b.mul(g, b.greater(y, 0)) }),
});
