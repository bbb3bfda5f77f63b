import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    pow: Signature<["x", "y"]>;
  }
}

const ofNegative =
  "select(bitcast<f32>(nan_bits()), pow(-x, y) * (1.0 - 2.0 * abs(y % 2.0)), y % 1.0 == 0.0)";

/** xʸ, and x⁰ = 1 for every x. The gradient of y is 0 if x ≤ 0, where the logarithm is not defined. */
export const pow = defineElementwise({
  name: "pow",
  inputs: ["x", "y"],
  compute: Math.pow,
  // WGSL does not define powers of negative bases. As in IEEE 754, they are NaN unless the exponent is whole.
  wgsl: `select(select(pow(x, y), ${ofNegative}, x < 0.0), 1.0, y == 0.0)`,
  onnx: "Pow",
  gradient: (b, { inputs: { x, y }, outputs: [power], gradients: [g] }) => {
    const positive = b.greater(x, 0);
    const logarithm = b.where(positive, b.log(b.where(positive, x, 1)), 0);
    // 0 if y = 0, even at x = 0, where the formula gives 0 · ∞.
    const slope = b.where(b.equal(y, 0), 0, b.mul(y, b.pow(x, b.sub(y, 1))));
    return {
      x: sumTo(b, b.mul(g, slope), x.type.shape),
      y: sumTo(b, b.mul(g, b.mul(power, logarithm)), y.type.shape),
    };
  },
});
