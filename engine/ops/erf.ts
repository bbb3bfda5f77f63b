import { defineElementwise } from "./elementwise";

declare module "./operation" {
  interface Operations {
    erf: Signature<["x"]>;
  }
}

/** The error function, 2/√π ∫₀ˣ e^(−t²) dt; ½(1 + erf(x/√2)) is the normal distribution. */
export const erf = defineElementwise({
  name: "erf",
  inputs: ["x"],
  compute: errorFunction,
  wgsl: "error_function(x)",
  onnx: "Erf",
  gradient: (b, { inputs: { x }, gradients: [g] }) => ({
    x: b.mul(g, b.mul(b.exp(b.neg(b.mul(x, x))), 2 / Math.sqrt(Math.PI))),
  }),
});

/**
 * To float64 precision: a series of positive terms below 3 and a continued fraction above.
 * Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 7.1.6 and 7.1.14.
 */
function errorFunction(x = NaN): number {
  const size = Math.abs(x);
  if (size < 3) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  if (!(size < 7)) return Number.isNaN(x) ? NaN : Math.sign(x);
  let fraction = size;
  for (let n = 60; n > 0; n--) fraction = size + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction));
}
