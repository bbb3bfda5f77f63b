/** An axis as PyTorch counts it, negative from the end, as a number from 0. It is known to exist: see `expectAxis`. */
export function axisOf(dim: number, rank: number): number {
  return dim < 0 ? dim + rank : dim;
}
