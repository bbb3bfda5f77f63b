import type { Column } from "../Column";

/** How many stretches a run is divided into to see the trend of its loss. */
const stretches = 20;

/** The loss of the first step that has one. */
export function firstLoss(losses: Column): number {
  return losses.view().find(Number.isFinite) ?? NaN;
}

/** Mean loss of the last stretch. */
export function newestLoss(losses: Column): number {
  return mean(losses.view(losses.length - Math.ceil(losses.length / stretches)));
}

/** Mean loss of each of equally long stretches of the run, leaving out stretches without a loss. */
export function stretchMeans(losses: Column): number[] {
  const means: number[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const part = losses.view(
      Math.floor((stretch * losses.length) / stretches),
      Math.floor(((stretch + 1) * losses.length) / stretches),
    );
    means.push(mean(part));
  }
  return means.filter(Number.isFinite);
}

/** Mean of the finite values; NaN if there are none. */
function mean(values: Float64Array): number {
  const finite = values.filter(Number.isFinite);
  return finite.reduce((sum, value) => sum + value, 0) / finite.length;
}
