import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    mul: Signature<["x", "y"]>;
  }
}

/** x · y */
export const mul = defineElementwise({
  name: "mul",
  inputs: ["x", "y"],
  compute: (x, y) => x * y,
  wgsl: "x * y",
  onnx: "Mul",
  gradient: (b, { inputs: { x, y }, gradients: [g] }) => ({
    x: sumTo(b, b.mul(g, y), x.type.shape),
    y: sumTo(b, b.mul(g, x), y.type.shape),
  }),
});
