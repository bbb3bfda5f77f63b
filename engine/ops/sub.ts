import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    sub: Signature<["x", "y"]>;
  }
}

/** x − y */
export const sub = defineElementwise({
  name: "sub",
  inputs: ["x", "y"],
  compute: (x, y) => x - y,
  wgsl: "x - y",
  onnx: "Sub",
  gradient: (b, { inputs: { x, y }, gradients: [g] }) => ({
    x: sumTo(b, g, x.type.shape),
    y: sumTo(b, b.neg(g), y.type.shape),
  }),
});
