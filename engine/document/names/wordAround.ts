/** Where the characters around an offset that fit a pattern for one of them begin and end. */
export function wordAround(
  text: string,
  at: number,
  character: RegExp,
): { readonly start: number; readonly end: number } {
  let [start, end] = [at, at];
  while (character.test(text[start - 1] ?? "")) start--;
  while (character.test(text[end] ?? "")) end++;
  return { start, end };
}
