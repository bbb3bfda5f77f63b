import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    maximum: Signature<["x", "y"]>;
  }
}

/** The larger of x and y. If they are equal, each gets half the gradient, as in PyTorch. */
export const maximum = defineElementwise({
  name: "maximum",
  inputs: ["x", "y"],
  compute: (x, y) => Math.max(x, y),
  wgsl: "select(select(y, x, x > y), x, is_nan(x))",
  onnx: "Max",
  gradient: (b, { inputs: { x, y }, gradients: [g] }) => ({
    x: sumTo(b, b.mul(g, b.mul(0.5, b.add(b.greater(x, y), b.greaterEqual(x, y)))), x.type.shape),
    y: sumTo(b, b.mul(g, b.mul(0.5, b.add(b.greaterEqual(y, x), b.less(x, y)))), y.type.shape),
  }),
});
