import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    stopGradient: Signature<["x"]>;
  }
}

/** x, through which no gradient flows. */
export const stopGradient = defineElementwise({
  name: "stopGradient",
  inputs: ["x"],
  compute: (x) => x,
  wgsl: "x",
  onnx: "Identity",
  gradient: "none",
});
