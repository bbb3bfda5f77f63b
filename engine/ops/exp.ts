import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    exp: Signature<1>;
  }
}

/** eˣ */
export const exp = defineElementwise({
  name: "exp",
  compute: (x) => Math.exp(x),
  wgsl: "exp(a)",
  onnx: "Exp",
  vjp: (b, { outputs: [y] }, [g]) => (y && g ? [b.mul(g, y)] : []),
});
