import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    add: Signature<["x", "y"]>;
  }
}

/** x + y */
export const add = defineElementwise({
  name: "add",
  inputs: ["x", "y"],
  compute: (x, y) => x + y,
  wgsl: "x + y",
  onnx: "Add",
  gradient: (b, { inputs: { x, y }, gradients: [g] }) => ({
    x: sumTo(b, g, x.type.shape),
    y: sumTo(b, g, y.type.shape),
  }),
});
