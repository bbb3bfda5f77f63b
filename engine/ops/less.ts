import { defineElementwise, compared } from "./elementwise";

declare module "./operation" {
  interface Operations {
    less: Signature<["x", "y"]>;
  }
}

/** 1 where x < y, else 0. */
export const less = defineElementwise({
  name: "less",
  inputs: ["x", "y"],
  compute: (x, y) => (x < y ? 1 : 0),
  wgsl: "select(0.0, 1.0, x < y)",
  onnx: compared("Less"),
  result: "float32",
  gradient: "none",
});
