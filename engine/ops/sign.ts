import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    sign: Signature<["x"]>;
  }
}

/** −1, 0 or 1. */
export const sign = defineElementwise({
  name: "sign",
  inputs: ["x"],
  compute: (x) => Math.sign(x),
  wgsl: "sign(x)",
  onnx: "Sign",
  gradient: "none",
});
