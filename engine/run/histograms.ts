import type { Histogram } from "../probes/probe";
import type { GradientsEvent, WeightStatistics } from "./events";

/** Statistics without the histograms' counts, which are most of their size. */
export function withoutCounts(event: GradientsEvent): GradientsEvent {
  const weights = event.weights.map((weight): WeightStatistics => {
    const bare = histogramsOf(weight).map(
      ([name, { low, high }]) => [name, { low, high, counts: [] }] as const,
    );
    return { ...weight, ...Object.fromEntries(bare) };
  });
  return { ...event, weights };
}

/** The histograms among a weight's statistics, by probe. */
export function histogramsOf(weight: WeightStatistics): [probe: string, histogram: Histogram][] {
  return Object.entries(weight).flatMap(([name, value]: [string, unknown]): [string, Histogram][] =>
    typeof value === "object" && value !== null && "counts" in value ? [[name, value as Histogram]] : [],
  );
}
