import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    minimum: Signature<2>;
  }
}

/** The smaller of x and y. Where they are equal each gets half of the gradient, as in PyTorch. */
export const minimum = defineElementwise({
  name: "minimum",
  compute: (x, y) => Math.min(x, y),
  wgsl: "select(select(b, a, a < b), a, is_nan(a))",
  onnx: "Min",
  vjp: (b, { inputs: [x, y] }, [g]) =>
    x && y && g
      ? [
          sumTo(b, b.mul(g, b.mul(0.5, b.add(b.greaterEqual(y, x), b.less(x, y)))), x.type.shape),
          sumTo(b, b.mul(g, b.mul(0.5, b.add(b.greater(x, y), b.greaterEqual(x, y)))), y.type.shape),
        ]
      : [],
});
