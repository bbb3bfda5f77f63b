/** part / whole, or 0 if the whole is 0, as scikit-learn's `zero_division` has it. */
export function fraction(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
