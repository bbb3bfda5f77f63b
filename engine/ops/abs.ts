import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    abs: Signature<1>;
  }
}

/** |x|; the gradient at 0 is 0. */
export const abs = defineElementwise({
  name: "abs",
  compute: (x) => Math.abs(x),
  wgsl: "abs(a)",
  onnx: "Abs",
  vjp: (b, { inputs: [x] }, [g]) => (x && g ? [b.mul(g, b.sign(x))] : []),
});
