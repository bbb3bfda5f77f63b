import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    div: Signature<2>;
  }
}

/** x / y */
export const div = defineElementwise({
  name: "div",
  compute: (x, y) => x / y,
  wgsl: "a / b",
  onnx: "Div",
  vjp: (b, { inputs: [x, y] }, [g]) =>
    x && y && g
      ? [sumTo(b, b.div(g, y), x.type.shape), sumTo(b, b.neg(b.div(b.mul(g, x), b.mul(y, y))), y.type.shape)]
      : [],
});
