import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    neg: Signature<1>;
  }
}

/** −x */
export const neg = defineElementwise({
  name: "neg",
  compute: (x) => -x,
  wgsl: "-a",
  onnx: "Neg",
  vjp: (b, _, [g]) => (g ? [b.neg(g)] : []),
});
