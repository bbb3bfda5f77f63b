/** The number of samples held out for validation; at least one sample remains for training. */
export function validationSize(samples: number, fraction: number): number {
  return Math.min(Math.round(samples * fraction), samples - 1);
}
