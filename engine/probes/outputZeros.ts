import { sizeOf } from "../tensor/tensor";
import { outputProbe } from "./probe";
import { total } from "./reductions";

/** Fraction of an activation's outputs that are exactly 0. */
export const outputZeros = outputProbe({
  name: "zeroShare",
  of: "output",
  value: (b, { value }) => b.mul(total(b, b.equal(value, 0)), 1 / sizeOf(value.type.shape)),
});
