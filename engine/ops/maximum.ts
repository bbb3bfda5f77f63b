import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    maximum: Signature<2>;
  }
}

/** The larger of x and y. Where they are equal each gets half of the gradient, as in PyTorch. */
export const maximum = defineElementwise({
  name: "maximum",
  compute: (x, y) => Math.max(x, y),
  wgsl: "select(select(b, a, a > b), a, is_nan(a))",
  onnx: "Max",
  vjp: (b, { inputs: [x, y] }, [g]) =>
    x && y && g
      ? [
          sumTo(b, b.mul(g, b.mul(0.5, b.add(b.greater(x, y), b.greaterEqual(x, y)))), x.type.shape),
          sumTo(b, b.mul(g, b.mul(0.5, b.add(b.greaterEqual(y, x), b.less(x, y)))), y.type.shape),
        ]
      : [],
});
