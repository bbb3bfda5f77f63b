/** Comparing is slow: in a document full of unknown names, only the first ones get a suggestion. */
const suggestionLimit = 20;

export type Suggest = typeof nearest;

/** `nearest`, for a limited number of unknown words. */
export function limitedSuggestions(): Suggest {
  let asked = 0;
  return (word, candidates) => (asked++ < suggestionLimit ? nearest(word, candidates) : undefined);
}

/** Longer words are not mistyped names, and comparing takes quadratic time in their length. */
const longestWord = 64;

/**
 * The candidate that a mistyped word most likely means, or undefined if none is close: at most one typo per three
 * letters, ignoring case.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length < 2 || word.length > longestWord) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - wanted.length) >= least) continue;
    const slips = distance(wanted, candidate.toLowerCase());
    if (slips < least) {
      least = slips;
      best = candidate;
    }
  }
  return best;
}

/** Letters inserted, deleted, substituted or swapped with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
