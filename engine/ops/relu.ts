import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    relu: Signature<1>;
  }
}

/** max(x, 0). Its own operation because the gradient at 0 is 0, and can be told from the output alone. */
export const relu = defineElementwise({
  name: "relu",
  compute: (x) => (x < 0 ? 0 : x),
  wgsl: "select(a, 0.0, a < 0.0)",
  onnx: "Relu",
  vjp: (b, { outputs: [y] }, [g]) => (y && g ? [b.mul(g, b.greater(y, 0))] : []),
});
