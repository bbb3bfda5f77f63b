import { describe, expect, it } from "vitest";
import { uniform } from "../fixtures/numbers";
import { documentOf, typedOf } from "../graph/documents";
import { problemsOf, runLayer } from "./runLayer";
import { mean, pieces, shareOf, variance } from "./statistics";

const size = 20_000;
const ones = new Array<number>(size).fill(1);
/** Of a share of p among this many, four standard deviations. */
const around = (p: number, count: number) => 4 * Math.sqrt((p * (1 - p)) / count);

async function run(layer: object, shape: readonly number[], x: readonly number[], options = {}) {
  const { outputs } = await runLayer(layer, { input: shape }, { input: x }, options);
  return outputs.output!;
}

const random: readonly (readonly [object, readonly number[], number])[] = [
  [{ type: "Dropout", p: 0.3 }, [8], 2],
  [{ type: "Dropout1d", p: 0.3 }, [20, 2], 2],
  [{ type: "Dropout2d", p: 0.3 }, [20, 1, 2], 2],
  [{ type: "AlphaDropout", p: 0.3 }, [8], 2],
  [{ type: "GaussianNoise", stddev: 0.3 }, [8], 2],
  [{ type: "GaussianDropout", rate: 0.3 }, [8], 2],
  [{ type: "DropPath", p: 0.3 }, [1], 30],
];

describe.each(random)("%o", (layer, shape, batchSize) => {
  const x = [...uniform("x", batchSize * shape.reduce((product, length) => product * length, 1))];
  const values = (options: object) => run(layer, shape, x, { batchSize, ...options });

  it("draws the same numbers for the same seed and step, and new ones otherwise", async () => {
    const first = await values({ seed: 7, steps: [3] });
    expect(await values({ seed: 7, steps: [3] })).toEqual(first);
    expect(await values({ seed: 7, steps: [4] })).not.toEqual(first);
    expect(await values({ seed: 8, steps: [3] })).not.toEqual(first);
  });

  it("passes its input on while evaluating", async () => {
    expect(await values({ training: false })).toEqual(x);
  });
});

describe("Dropout", () => {
  it.each([0.1, 0.5, 0.9])("of %d drops that share and scales up the rest", async (p) => {
    const y = await run({ type: "Dropout", p }, [size], ones);
    expect(Math.abs(shareOf(y, (value) => value === 0) - p)).toBeLessThan(around(p, size));
    const kept = 1 / (1 - p);
    for (const value of y) if (value !== 0) expect(value).toBeCloseTo(kept, 12);
    expect(Math.abs(mean(y) - 1)).toBeLessThan(kept * around(p, size));
  });
});

describe.each([
  ["Dropout1d", [200, 6]],
  ["Dropout2d", [200, 2, 3]],
] as const)("%s", (type, shape) => {
  it("drops whole channels, others in each sample", async () => {
    const batchSize = 10;
    const y = await run({ type, p: 0.25 }, shape, ones.slice(0, batchSize * 1200), { batchSize });
    const channels = pieces(y, 6);
    for (const channel of channels) expect(new Set(channel).size).toBe(1);
    const dropped = channels.map(([first]) => first === 0);
    expect(Math.abs(shareOf(dropped, Boolean) - 0.25)).toBeLessThan(around(0.25, 2000));
    const samples = pieces(dropped, 200).map((sample) => sample.join());
    expect(new Set(samples).size).toBe(batchSize);
    expect(channels.flat().every((value) => value === 0 || Math.abs(value - 4 / 3) < 1e-12)).toBe(true);
  });
});

describe("DropPath", () => {
  it("drops whole samples", async () => {
    const y = pieces(
      await run({ type: "DropPath", p: 0.25 }, [2, 3], ones.slice(0, 12_000), { batchSize: 2000 }),
      6,
    );
    for (const sample of y) expect(new Set(sample).size).toBe(1);
    expect(Math.abs(shareOf(y, ([first]) => first === 0) - 0.25)).toBeLessThan(around(0.25, 2000));
    for (const [first] of y) if (first !== 0) expect(first).toBeCloseTo(4 / 3, 12);
  });

  it("needs a batch", () => {
    const constant = `"one": { "type": "Constant", "shape": [3] }, "path": { "type": "DropPath" }`;
    expect(typedOf(documentOf(constant, ["one -> path"])).problems).toMatchObject([
      { code: "shape-mismatch", node: "path" },
    ]);
  });
});

describe("AlphaDropout", () => {
  it.each([0.1, 0.5])("of %d keeps mean 0 and variance 1, and drops to one number", async (p) => {
    // Normal numbers, by Box and Muller.
    const [u, v] = [uniform("u", size), uniform("v", size)];
    const x = [...u].map(
      (value, i) => Math.sqrt(-2 * Math.log((1 - value) / 2 || 1e-9)) * Math.cos(Math.PI * (v[i] ?? 0)),
    );
    const y = await run({ type: "AlphaDropout", p }, [size], x);
    expect(Math.abs(mean(y))).toBeLessThan(4 / Math.sqrt(size));
    expect(Math.abs(variance(y) - 1)).toBeLessThan(0.06);
    const lowest = y.map((value) => value.toFixed(9)).sort();
    const counts = new Map<string, number>();
    for (const value of lowest) counts.set(value, (counts.get(value) ?? 0) + 1);
    const most = Math.max(...counts.values());
    expect(Math.abs(most / size - p)).toBeLessThan(around(p, size));
  });
});

describe("GaussianNoise", () => {
  it("adds normal numbers of its standard deviation", async () => {
    const y = await run({ type: "GaussianNoise", stddev: 0.2 }, [size], ones);
    const noise = y.map((value) => (value - 1) / 0.2);
    expect(Math.abs(mean(noise))).toBeLessThan(4 / Math.sqrt(size));
    expect(Math.abs(variance(noise) - 1)).toBeLessThan(4 * Math.sqrt(2 / size));
    // The distribution's own shares within one, two and three standard deviations.
    for (const [bound, share] of [
      [1, 0.6827],
      [2, 0.9545],
      [3, 0.9973],
    ] as const)
      expect(Math.abs(shareOf(noise, (value) => Math.abs(value) < bound) - share)).toBeLessThan(
        around(share, size),
      );
    // Neighbours have nothing to do with each other.
    const products = noise.slice(1).map((value, i) => value * (noise[i] ?? 0));
    expect(Math.abs(mean(products))).toBeLessThan(4 / Math.sqrt(size));
  });
});

describe("GaussianDropout", () => {
  it("multiplies by normal numbers around 1, with the variance of Dropout", async () => {
    const y = await run(
      { type: "GaussianDropout", rate: 0.2 },
      [size],
      ones.map(() => 3),
    );
    const noise = y.map((value) => value / 3);
    expect(Math.abs(mean(noise) - 1)).toBeLessThan((4 * 0.5) / Math.sqrt(size));
    expect(Math.abs(variance(noise) - 0.25)).toBeLessThan(0.25 * 4 * Math.sqrt(2 / size));
  });
});

describe("what drops channels", () => {
  it("refuses an input without them", () => {
    expect(problemsOf({ type: "Dropout1d" }, { input: [5] })).toMatchObject([{ code: "shape-mismatch" }]);
    expect(problemsOf({ type: "Dropout2d" }, { input: [5, 2] })).toMatchObject([{ code: "shape-mismatch" }]);
  });
});
