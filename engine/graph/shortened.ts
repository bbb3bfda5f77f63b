/** A long way from node to node, for a message: its beginning and its end. */
export function shortened(path: readonly string[]): readonly string[] {
  return path.length <= 16 ? path : [...path.slice(0, 8), "…", ...path.slice(-7)];
}
