import { weightNumber } from "./probe";
import { norm } from "../ops/reductions";

export const weightNorm = weightNumber({
  name: "weightNorm",
  of: "weight",
  value: (b, { weight }) => norm(b, weight),
  show: { as: "number", label: "size", title: "Norm of the weight", format: "number" },
});
