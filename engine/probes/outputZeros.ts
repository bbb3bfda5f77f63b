import { sizeOf } from "../tensor/tensor";
import { outputProbe } from "./probe";
import { sumAll } from "../ops/reductions";

/** Fraction of an activation's outputs that are exactly 0. */
export const outputZeros = outputProbe({
  name: "zeroShare",
  of: "output",
  value: (b, { value }) => b.mul(sumAll(b, b.equal(value, 0)), 1 / sizeOf(value.type.shape)),
});
