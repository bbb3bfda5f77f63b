import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    minimum: Signature<["x", "y"]>;
  }
}

/** The smaller of x and y. If they are equal, each gets half the gradient, as in PyTorch. */
export const minimum = defineElementwise({
  name: "minimum",
  inputs: ["x", "y"],
  compute: (x, y) => Math.min(x, y),
  wgsl: "select(select(y, x, x < y), x, is_nan(x))",
  onnx: "Min",
  gradient: (b, { inputs: { x, y }, gradients: [g] }) => ({
    x: sumTo(b, b.mul(g, b.mul(0.5, b.add(b.greaterEqual(y, x), b.less(x, y)))), x.type.shape),
    y: sumTo(b, b.mul(g, b.mul(0.5, b.add(b.greater(x, y), b.greaterEqual(x, y)))), y.type.shape),
  }),
});
