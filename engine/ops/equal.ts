import { defineElementwise, compared } from "./elementwise";

declare module "./operation" {
  interface Operations {
    equal: Signature<2>;
  }
}

/** 1 where x = y, else 0. */
export const equal = defineElementwise({
  name: "equal",
  compute: (x, y) => (x === y ? 1 : 0),
  wgsl: "select(0.0, 1.0, a == b)",
  onnx: compared("Equal"),
  result: "float32",
  vjp: "none",
});
