import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    relu: Signature<["x"]>;
  }
}

/** max(x, 0). Its own operation because the gradient at 0 is 0, and can be told from the output alone. */
export const relu = defineElementwise({
  name: "relu",
  inputs: ["x"],
  compute: (x) => (x < 0 ? 0 : x),
  wgsl: "select(x, 0.0, x < 0.0)",
  onnx: "Relu",
  gradient: (b, { outputs: [y], gradients: [g] }) => ({ x: b.mul(g, b.greater(y, 0)) }),
});
