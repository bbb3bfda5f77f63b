import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    sqrt: Signature<1>;
  }
}

/** Square root. */
export const sqrt = defineElementwise({
  name: "sqrt",
  compute: (x) => Math.sqrt(x),
  wgsl: "sqrt(a)",
  onnx: "Sqrt",
  vjp: (b, { outputs: [y] }, [g]) => (y && g ? [b.div(b.mul(g, 0.5), y)] : []),
});
