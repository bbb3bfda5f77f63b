/** A long list for a message: its beginning and its end. */
export function shortened(list: readonly string[]): readonly string[] {
  return list.length <= 16 ? list : [...list.slice(0, 8), "…", ...list.slice(-7)];
}
