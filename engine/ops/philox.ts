const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;

/**
 * Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011):
 * four uint32 from a counter of four and a key of two, the same on every device. Fills `out`, whose length is a
 * multiple of four, with the numbers of the given counter and of those that follow, counted up in the first word.
 */
export function fillPhilox(
  out: Uint32Array,
  [first, second, third, fourth]: readonly [number, number, number, number],
  [key0, key1]: readonly [number, number],
): void {
  // Two blocks at a time, because a processor can compute their products in parallel. A `let` for each word keeps V8 from
  // boxing them, which would take half as long again.
  for (let offset = 0; offset < out.length; offset += 8) {
    let a0 = (first + offset / 4) >>> 0;
    let a1 = second >>> 0;
    let a2 = third >>> 0;
    let a3 = fourth >>> 0;
    let b0 = (a0 + 1) >>> 0;
    let b1 = a1;
    let b2 = a2;
    let b3 = a3;
    let k0 = key0 | 0;
    let k1 = key1 | 0;
    for (let round = 0; round < 10; round++) {
      const aLow0 = Math.imul(multiplier0, a0) >>> 0;
      const bLow0 = Math.imul(multiplier0, b0) >>> 0;
      const aLow1 = Math.imul(multiplier1, a2) >>> 0;
      const bLow1 = Math.imul(multiplier1, b2) >>> 0;
      const aHigh0 = highOf(a0 * multiplier0, aLow0);
      const bHigh0 = highOf(b0 * multiplier0, bLow0);
      const aHigh1 = highOf(a2 * multiplier1, aLow1);
      const bHigh1 = highOf(b2 * multiplier1, bLow1);
      a0 = (aHigh1 ^ a1 ^ k0) >>> 0;
      a1 = aLow1;
      a2 = (aHigh0 ^ a3 ^ k1) >>> 0;
      a3 = aLow0;
      b0 = (bHigh1 ^ b1 ^ k0) >>> 0;
      b1 = bLow1;
      b2 = (bHigh0 ^ b3 ^ k1) >>> 0;
      b3 = bLow0;
      k0 = (k0 + weyl0) | 0;
      k1 = (k1 + weyl1) | 0;
    }
    out[offset] = a0;
    out[offset + 1] = a1;
    out[offset + 2] = a2;
    out[offset + 3] = a3;
    if (offset + 4 === out.length) return;
    out[offset + 4] = b0;
    out[offset + 5] = b1;
    out[offset + 6] = b2;
    out[offset + 7] = b3;
  }
}

/**
 * The upper 32 bits of the product of two uint32, from its lower 32 bits and the product in float64, which is off by at
 * most 2¹⁰. That can matter only next to a multiple of 2³²; there, the lower bits are subtracted and the rest is rounded.
 */
function highOf(product: number, low: number): number {
  const isNear = (low + 1024) >>> 0 < 2048;
  return isNear ? ((product - low) / 0x100000000 + 0.5) >>> 0 : (product / 0x100000000) >>> 0;
}

/**
 * A uniform number in [0, 1) of 24 bits, so that it is exact in float32.
 */
export function uniformFrom(bits: number): number {
  return (bits >>> 8) / 0x1000000;
}

/**
 * Element i of the uniform random tensor that the operation `random` makes: word i mod 4 of the block with counter
 * (i div 4, step, stream, 0) and key (seed, draw).
 */
export function fillUniform(
  out: Float64Array | Float32Array,
  seed: number,
  step: number,
  stream: number,
  draw = 0,
): void {
  const blocks = Math.min(blocksAtOnce, Math.ceil(out.length / 4));
  const words = new Uint32Array(4 * blocks);
  for (let from = 0; from < out.length; from += words.length) {
    fillPhilox(words, [from / 4, step, stream, 0], [seed, draw]);
    const count = Math.min(words.length, out.length - from);
    for (let i = 0; i < count; i++) out[from + i] = uniformFrom(words[i] ?? 0);
  }
}

/** Few enough for their numbers to stay in the processor's cache. */
const blocksAtOnce = 1024;
