/** How many of some samples are kept for validation. */
export function validationSize(samples: number, share: number): number {
  return Math.min(Math.round(samples * share), samples - 1);
}
