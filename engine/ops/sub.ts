import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    sub: Signature<2>;
  }
}

/** x − y */
export const sub = defineElementwise({
  name: "sub",
  compute: (x, y) => x - y,
  wgsl: "a - b",
  onnx: "Sub",
  vjp: (b, { inputs: [x, y] }, [g]) =>
    x && y && g ? [sumTo(b, g, x.type.shape), sumTo(b, b.neg(g), y.type.shape)] : [],
});
