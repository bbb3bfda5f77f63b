/**
 * The number of the random stream that belongs to a name, 32 bits: FNV-1a over its UTF-16 code units. Streams are numbered by
 * names and not by places, so that what is added, removed or moved leaves the numbers of everything else as they were.
 */
export function streamOf(name: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193);
  return state >>> 0;
}
