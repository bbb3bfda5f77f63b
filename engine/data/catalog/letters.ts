const alphabet = Array.from("abcdefghijklmnopqrstuvwxyz");

/** The largest number of different letters. */
export const mostLetters = alphabet.length;

/** The names of a generator's tokens: the first letters of the alphabet, then its special tokens. */
export function letters(count: number | undefined, ...special: readonly string[]): string[] | undefined {
  return count === undefined ? undefined : [...alphabet.slice(0, count), ...special];
}
