import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    sign: Signature<1>;
  }
}

/** −1, 0 or 1. */
export const sign = defineElementwise({
  name: "sign",
  compute: (x) => Math.sign(x),
  wgsl: "sign(a)",
  onnx: "Sign",
  vjp: "none",
});
