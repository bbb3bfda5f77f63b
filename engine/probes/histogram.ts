import type { Value } from "../ops/operation";
import type { HistogramShow, ProbedWeight, WeightHistogram } from "./probe";
import { maxAll, minAll } from "../ops/reductions";

export const histogramBins = 48;

/** A probe for the distribution of a tensor's elements: 48 equal bins from the smallest to the largest. */
export function histogram<Name extends string>(
  name: Name,
  of: "weight" | "gradient",
  show: Omit<HistogramShow, "as">,
): WeightHistogram<Name> {
  const tensorOf = (x: ProbedWeight): Value => (of === "weight" ? x.weight : x.gradient);
  return {
    name,
    of,
    value: (b, x) => {
      const tensor = tensorOf(x);
      const [low, high] = [minAll(b, tensor), maxAll(b, tensor)];
      return { low, high, counts: b.histogram(tensor, low, high, { bins: histogramBins }) };
    },
    read: ({ low, high, counts = [] }) => ({
      low: low?.[0] ?? NaN,
      high: high?.[0] ?? NaN,
      counts: Array.from(counts),
    }),
    show: { as: "histogram", ...show },
  };
}
