import { sizeOf } from "../tensor/tensor";
import { weightNumber } from "./probe";
import { sumAll } from "../ops/reductions";

/** Fraction of the gradient's elements that are exactly 0. */
export const gradientZeros = weightNumber({
  name: "zeroShare",
  of: "gradient",
  value: (b, { gradient }) => b.mul(sumAll(b, b.equal(gradient, 0)), 1 / sizeOf(gradient.type.shape)),
  show: {
    as: "number",
    label: "zeros",
    title: "Fraction of the gradient's elements that are exactly 0",
    format: "fraction",
  },
});
