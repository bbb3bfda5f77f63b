/** Converts an axis as PyTorch counts it, possibly negative, to one counted from 0. It must exist: see `expectAxis`. */
export function axisOf(dim: number, rank: number): number {
  return dim < 0 ? dim + rank : dim;
}
