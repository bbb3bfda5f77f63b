import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    neg: Signature<["x"]>;
  }
}

/** −x */
export const neg = defineElementwise({
  name: "neg",
  inputs: ["x"],
  compute: (x) => -x,
  wgsl: "-x",
  onnx: "Neg",
  gradient: (b, { gradients: [g] }) => ({ x: b.neg(g) }),
});
