import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    stopGradient: Signature<["x"]>;
  }
}

/** x, but no gradient flows through it. */
export const stopGradient = defineElementwise({
  name: "stopGradient",
  inputs: ["x"],
  compute: (x) => x,
  wgsl: "x",
  onnx: "Identity",
  gradient: "none",
});
