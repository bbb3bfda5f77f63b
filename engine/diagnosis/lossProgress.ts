/** A run's first loss, and the mean loss of its newest steps. */
export interface LossProgress {
  readonly first: number;
  readonly now: number;
}

/** How many steps the current loss is averaged over. */
export const newestSteps = 20;

/** Undefined before the first step, or if either is not finite. */
export function lossProgress(first: number, now: number): LossProgress | undefined {
  return Number.isFinite(first) && Number.isFinite(now) ? { first, now } : undefined;
}
