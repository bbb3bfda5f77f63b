import { defineElementwise } from "./elementwise";
import { sumTo } from "./sumTo";

declare module "./operation" {
  interface Operations {
    pow: Signature<2>;
  }
}

/** xʸ, and x⁰ = 1 for every x. The gradient of y is 0 where x ≤ 0, where the logarithm is not defined. */
export const pow = defineElementwise({
  name: "pow",
  compute: Math.pow,
  // WGSL leaves negative bases undefined; integer exponents are what people raise them to.
  wgsl: "select(select(pow(a, b), pow(-a, b) * (1.0 - 2.0 * abs(b % 2.0)), a < 0.0), 1.0, b == 0.0)",
  onnx: "Pow",
  vjp: (b, { inputs: [x, y], outputs: [power] }, [g]) => {
    if (!x || !y || !power || !g) return [];
    const positive = b.greater(x, 0);
    const logarithm = b.where(positive, b.log(b.where(positive, x, 1)), 0);
    // At y = 0 it is 0, also for x = 0, where the formula is 0 · ∞.
    const slope = b.where(b.equal(y, 0), 0, b.mul(y, b.pow(x, b.sub(y, 1))));
    return [
      sumTo(b, b.mul(g, slope), x.type.shape),
      sumTo(b, b.mul(g, b.mul(power, logarithm)), y.type.shape),
    ];
  },
});
