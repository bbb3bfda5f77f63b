/** A part of a whole; 0 of nothing, as scikit-learn's `zero_division` has it. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
