import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    cos: Signature<1>;
  }
}

/** The cosine of x in radians. */
export const cos = defineElementwise({
  name: "cos",
  compute: (x) => Math.cos(x),
  wgsl: "cosine(a)",
  onnx: "Cos",
  vjp: (b, { inputs: [x] }, [g]) => (x && g ? [b.neg(b.mul(g, b.sin(x)))] : []),
});
