import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    floor: Signature<1>;
  }
}

/** The largest integer that is not above x. */
export const floor = defineElementwise({
  name: "floor",
  compute: (x) => Math.floor(x),
  wgsl: "floor(a)",
  onnx: "Floor",
  vjp: "none",
});
