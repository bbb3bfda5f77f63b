import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    add: Signature<2>;
  }
}

/** x + y */
export const add = defineElementwise({
  name: "add",
  compute: (x, y) => x + y,
  wgsl: "a + b",
  onnx: "Add",
  vjp: (b, { inputs: [x, y] }, [g]) =>
    x && y && g ? [sumTo(b, g, x.type.shape), sumTo(b, g, y.type.shape)] : [],
});
