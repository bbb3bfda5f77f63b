import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    floor: Signature<["x"]>;
  }
}

/** The largest integer not greater than x. */
export const floor = defineElementwise({
  name: "floor",
  inputs: ["x"],
  compute: (x) => Math.floor(x),
  wgsl: "floor(x)",
  onnx: "Floor",
  gradient: "none",
});
