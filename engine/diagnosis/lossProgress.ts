/** Where a run's loss began, and the mean of its newest steps. */
export interface LossProgress {
  readonly first: number;
  readonly now: number;
}

/** Steps whose mean is the loss as it is now. */
export const newestSteps = 20;

/** Undefined before the first step, and where either is no number. */
export function lossProgress(first: number, now: number): LossProgress | undefined {
  return Number.isFinite(first) && Number.isFinite(now) ? { first, now } : undefined;
}
