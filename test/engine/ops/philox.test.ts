import { describe, expect, it } from "vitest";
import { fillPhilox } from "../../../engine/ops/philox";

type Four = readonly [number, number, number, number];

const multipliers = [0xd2511f53n, 0xcd9e8d57n] as const;
const word = 0xffffffffn;

/** Philox4x32-10 as in its paper, with BigInt. */
function exact(counter: Four, key: readonly [number, number]): number[] {
  let [c0, c1, c2, c3] = counter.map((n) => BigInt(n) & word) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map((n) => BigInt(n) & word) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const [p0, p1] = [c0 * multipliers[0], c2 * multipliers[1]];
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & word, (p0 >> 32n) ^ c3 ^ k1, p0 & word];
    [k0, k1] = [(k0 + 0x9e3779b9n) & word, (k1 + 0xbb67ae85n) & word];
  }
  return [c0, c1, c2, c3].map(Number);
}

/** The x with multiplier·x ≡ low modulo 2³², to choose the lower half of the first product. */
function withLow(multiplier: bigint, low: number): number {
  // Newton's iteration for an inverse modulo a power of two: each step doubles the number of correct bits.
  let inverse = multiplier;
  for (let i = 0; i < 5; i++) inverse = (inverse * (2n - multiplier * inverse)) & word;
  return Number((inverse * (BigInt(low) & word)) & word);
}

describe("Philox4x32-10", () => {
  // https://github.com/DEShawResearch/random123/blob/main/tests/kat_vectors
  it.each([
    [[0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    [[-1, -1, -1, -1], [-1, -1], "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      "d16cfe09 94fdcceb 5001e420 24126ea1",
    ],
  ] as const)("gives the authors' numbers for %j under %j", (counter, key, wanted) => {
    const out = new Uint32Array(4);
    fillPhilox(out, counter, key);
    expect([...out].map((n) => n.toString(16).padStart(8, "0")).join(" ")).toBe(wanted);
  });

  it("is exact if a product is next to a multiple of 2³²", () => {
    const out = new Uint32Array(4);
    for (let low = -1100; low <= 1100; low += 11) {
      const counter: Four = [withLow(multipliers[0], low), 3, withLow(multipliers[1], low), 5];
      fillPhilox(out, counter, [low, 7]);
      expect([...out]).toEqual(exact(counter, [low, 7]));
    }
  });

  it.each([1, 2, 7])("counts %i blocks in the first word", (blocks) => {
    const out = new Uint32Array(4 * blocks);
    const start = 0xffffffff - 2;
    fillPhilox(out, [start, 1, 2, 3], [4, 5]);
    const wanted = Array.from({ length: blocks }, (_, i) => exact([(start + i) >>> 0, 1, 2, 3], [4, 5]));
    expect([...out]).toEqual(wanted.flat());
  });
});
