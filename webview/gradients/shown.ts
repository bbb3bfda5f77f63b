import { weightProbes } from "../../engine/probes";
import type { Histogram, HistogramShow, NumberShow, WeightProbe } from "../../engine/probes/probe";
import type { WeightStatistics } from "../../engine/run/events";

/** A probe, and how the view draws it. */
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

/** What a weight's row shows: numbers on a bar with a sparkline, and plain numbers. */
export const bars = shownAs("bar");
export const numbers = shownAs("number");
/** What is drawn of the selected weight, and which of it is also drawn over the run. */
export const histograms = shownAs("histogram");
export const ridged = histograms.flatMap(({ name, show: { overTime } }) =>
  overTime ? [{ name, ...overTime }] : [],
);

/** A statistic of a weight; NaN if the run does not have it. */
export function numberOf(weight: WeightStatistics, probe: string): number {
  const value = valueOf(weight, probe);
  return typeof value === "number" ? value : NaN;
}

/** A distribution of a weight; empty if the run does not have it. */
export function histogramOf(weight: WeightStatistics, probe: string): Histogram {
  const value = valueOf(weight, probe);
  return typeof value === "object" && value !== null
    ? (value as Histogram)
    : { low: NaN, high: NaN, counts: [] };
}

function valueOf(weight: WeightStatistics, probe: string): unknown {
  return Object.hasOwn(weight, probe) ? weight[probe as keyof WeightStatistics] : undefined;
}
