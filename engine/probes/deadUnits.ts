import { sizeOf } from "../tensor/tensor";
import { outputProbe } from "./probe";
import { sumAll } from "../ops/reductions";

/** Fraction of an activation's units (features or channels) that are 0 for every sample of the batch. */
export const deadUnits = outputProbe({
  name: "deadShare",
  of: "output",
  value: (b, { value, units: axis }) => {
    const { shape } = value.type;
    const units = shape[axis] ?? 1;
    const others = shape.flatMap((_, other) => (other === axis ? [] : [other]));
    const zeros = b.sum(b.equal(value, 0), { axes: others, keepDims: false });
    return b.mul(sumAll(b, b.greaterEqual(zeros, sizeOf(shape) / units)), 1 / units);
  },
});
