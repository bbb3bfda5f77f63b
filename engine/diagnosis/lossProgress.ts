/** Where a run's loss began, and the mean of its newest steps. */
export interface LossProgress {
  readonly first: number;
  readonly now: number;
}
