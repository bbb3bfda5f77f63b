import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    mul: Signature<2>;
  }
}

/** x · y */
export const mul = defineElementwise({
  name: "mul",
  compute: (x, y) => x * y,
  wgsl: "a * b",
  onnx: "Mul",
  vjp: (b, { inputs: [x, y] }, [g]) =>
    x && y && g ? [sumTo(b, b.mul(g, y), x.type.shape), sumTo(b, b.mul(g, x), y.type.shape)] : [],
});
