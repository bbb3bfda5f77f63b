import { weightNumber } from "./probe";
import { norm } from "../ops/reductions";

/** Norm of the step's update divided by the weight's norm; 0 if the weight is 0. */
export const updateRatio = weightNumber({
  name: "updateRatio",
  of: "weight",
  value: (b, { weight, next }) => ({ update: norm(b, b.sub(next, weight)), weight: norm(b, weight) }),
  read: ({ update, weight }) => {
    const size = weight?.[0] ?? NaN;
    return size > 0 ? (update?.[0] ?? NaN) / size : 0;
  },
  show: {
    as: "number",
    label: "update",
    title: "Norm of the update divided by norm of the weight; about 1:1,000 is usual",
    format: "ratio",
  },
});
