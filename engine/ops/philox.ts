const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;

/**
 * Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011):
 * four uint32 from a counter of four and a key of two, the same on every device.
 * Writes the four numbers to `out` at `offset`.
 */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
  out: Uint32Array,
  offset = 0,
): void {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(multiplier0, c0);
    const low0 = Math.imul(multiplier0, c0);
    const high1 = multiplyHigh(multiplier1, c2);
    const low1 = Math.imul(multiplier1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + weyl0) | 0;
    k1 = (k1 + weyl1) | 0;
  }
  out[offset] = c0;
  out[offset + 1] = c1;
  out[offset + 2] = c2;
  out[offset + 3] = c3;
}

/** The upper 32 bits of the product of two uint32. */
function multiplyHigh(a: number, b: number): number {
  const [aLow, aHigh] = [a & 0xffff, a >>> 16];
  const [bLow, bHigh] = [b & 0xffff, b >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carried = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + (middle >>> 16) + (carried >>> 16)) >>> 0;
}

/**
 * A uniform number in [0, 1) of 24 bits, so that it is exact in float32.
 */
export function uniformFrom(bits: number): number {
  return (bits >>> 8) / 0x1000000;
}

/**
 * Element i of the uniform random tensor that the operation `random` makes: word i mod 4 of the block with counter
 * (i div 4, step, stream, 0) and key (seed, 0).
 */
export function fillUniform(
  out: Float64Array | Float32Array,
  seed: number,
  step: number,
  stream: number,
): void {
  const words = new Uint32Array(4);
  for (let block = 0; block * 4 < out.length; block++) {
    philox4x32([block, step, stream, 0], [seed, 0], words);
    for (let word = 0; word < 4 && block * 4 + word < out.length; word++) {
      out[block * 4 + word] = uniformFrom(words[word] ?? 0);
    }
  }
}
