/**
 * The 32-bit number of the random stream that belongs to a name: FNV-1a over its UTF-16 code units. Streams are numbered
 * by name, not by position, so that adding, removing or moving a node does not change what the others draw.
 */
export function streamOf(name: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193);
  return state >>> 0;
}
