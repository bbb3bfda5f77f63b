const [slash, underscore] = ["/", "_"].map((character) => character.charCodeAt(0)) as [number, number];

/**
 * The 32-bit number of the random stream that belongs to a name: FNV-1a over its UTF-16 code units. Streams are numbered
 * by name, not by position, so that adding, removing or moving a node does not change what the others draw. A slash
 * counts as an underscore: so taking a block apart, which turns `stage1/conv1` into `stage1_conv1`, changes nothing either.
 */
export function streamOf(name: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    state = Math.imul(state ^ (unit === slash ? underscore : unit), 0x01000193);
  }
  return state >>> 0;
}
