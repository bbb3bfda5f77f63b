import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    where: Signature<3>;
  }
}

/** x where the condition is not 0, else y. Unlike a product with a mask, the other side's NaN stays out. */
export const where = defineElementwise({
  name: "where",
  compute: (condition, x, y) => (condition !== 0 ? x : y),
  wgsl: "select(c, b, a != 0.0)",
  onnx: (emit, [condition = "", x = "", y = ""]) => [
    emit.node("Where", [emit.cast(condition, "bool"), x, y]),
  ],
  vjp: (b, { inputs: [condition, x, y] }, [g]) =>
    condition && x && y && g
      ? [
          undefined,
          sumTo(b, b.where(condition, g, 0), x.type.shape),
          sumTo(b, b.where(condition, 0, g), y.type.shape),
        ]
      : [],
});
