import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    where: Signature<["condition", "x", "y"]>;
  }
}

/** x where the condition is not 0, else y. Unlike multiplication by a mask, it drops NaN in the other operand. */
export const where = defineElementwise({
  name: "where",
  inputs: ["condition", "x", "y"],
  compute: (condition, x, y) => (condition !== 0 ? x : y),
  wgsl: "select(y, x, condition != 0.0)",
  onnx: (emit, { condition, x, y }) => [emit.node("Where", [emit.cast(condition, "bool"), x, y])],
  gradient: (b, { inputs: { condition, x, y }, gradients: [g] }) => ({
    x: sumTo(b, b.where(condition, g, 0), x.type.shape),
    y: sumTo(b, b.where(condition, 0, g), y.type.shape),
  }),
});
