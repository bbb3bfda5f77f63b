import { weightNumber } from "./probe";
import { countNotFinite } from "../ops/reductions";

/** How many elements of the weight and its gradient are NaN or infinite. */
export const notFinite = weightNumber({
  name: "notFinite",
  of: "gradient",
  value: (b, { weight, gradient }) => b.add(countNotFinite(b, weight), countNotFinite(b, gradient)),
});
