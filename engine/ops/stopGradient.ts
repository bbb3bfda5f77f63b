import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    stopGradient: Signature<1>;
  }
}

/** x, through which no gradient flows. */
export const stopGradient = defineElementwise({
  name: "stopGradient",
  compute: (x) => x,
  wgsl: "a",
  onnx: "Identity",
  vjp: "none",
});
