import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    div: Signature<["x", "y"]>;
  }
}

/** x / y */
export const div = defineElementwise({
  name: "div",
  inputs: ["x", "y"],
  compute: (x, y) => x / y,
  wgsl: "x / y",
  onnx: "Div",
  gradient: (b, { inputs: { x, y }, gradients: [g] }) => ({
    x: sumTo(b, b.div(g, y), x.type.shape),
    y: sumTo(b, b.neg(b.div(b.mul(g, x), b.mul(y, y))), y.type.shape),
  }),
});
