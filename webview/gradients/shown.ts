import { weightProbes } from "../../engine/probes";
import type { Histogram, HistogramShow, NumberShow, WeightProbe } from "../../engine/probes/probe";
import type { WeightStatistics } from "../../engine/run/events";

/** A probe that the view draws in one way. */
export interface Shown<Show> {
  readonly name: string;
  readonly show: Show;
}

type As<Kind extends NonNullable<WeightProbe["show"]>["as"]> = Extract<
  NumberShow | HistogramShow,
  { readonly as: Kind }
>;

function shownAs<Kind extends NonNullable<WeightProbe["show"]>["as"]>(kind: Kind): Shown<As<Kind>>[] {
  return weightProbes.flatMap(({ name, show }) =>
    show?.as === kind ? [{ name, show: show as As<Kind> }] : [],
  );
}

/** What stands in a weight's row: numbers on a bar with their course, and plain ones. */
export const bars = shownAs("bar");
export const numbers = shownAs("number");
/** What is drawn of the weight that is selected, and that of it which is drawn over the run too. */
export const histograms = shownAs("histogram");
export const ridged = histograms.flatMap(({ name, show: { course } }) =>
  course ? [{ name, ...course }] : [],
);

/** A statistic of a weight; NaN where the run has none. */
export function numberOf(weight: WeightStatistics, probe: string): number {
  const value: unknown = probe in weight ? weight[probe as keyof WeightStatistics] : undefined;
  return typeof value === "number" ? value : NaN;
}

/** A distribution of a weight; an empty one where the run has none. */
export function histogramOf(weight: WeightStatistics, probe: string): Histogram {
  const value: unknown = probe in weight ? weight[probe as keyof WeightStatistics] : undefined;
  return typeof value === "object" && value !== null
    ? (value as Histogram)
    : { low: NaN, high: NaN, counts: [] };
}
