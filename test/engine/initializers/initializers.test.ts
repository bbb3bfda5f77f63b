import { describe, expect, it } from "vitest";
import { initializers } from "../../../engine/initializers";
import { drawsOf } from "../../../engine/initializers/draws";
import { valuesSchema } from "../../../engine/parameters/valuesSchema";
import { sizeOf } from "../../../engine/tensor/tensor";
import { distance, moments, normalCdf } from "./statistics";

/** Samples a rule as a document would write its parameters. */
function sample(type: string, written: object, shape: readonly number[], seed = 1): Float64Array {
  const rule = initializers.get(type)!;
  const values = new Float64Array(sizeOf(shape));
  rule.sample({
    params: valuesSchema(rule.params).parse(written),
    shape,
    draws: drawsOf(seed, `${type}.weight`),
    values,
  });
  return values;
}

/** Once in 8000 samples a right rule is farther than this. */
const far = 2.2;

const within = (low: number, high: number) => (x: number) =>
  Math.min(1, Math.max(0, (x - low) / (high - low)));
const gaussian = (mean: number, deviation: number) => (x: number) => normalCdf((x - mean) / deviation);
const truncated = (mean: number, deviation: number, low: number, high: number) => {
  const cdf = gaussian(mean, deviation);
  return (x: number) => (cdf(Math.min(high, Math.max(low, x))) - cdf(low)) / (cdf(high) - cdf(low));
};

/** Uniform within ±bound: moments, bounds and distribution. */
function isUniform(values: Float64Array, low: number, high: number): void {
  const { mean, variance, min, max } = moments(values);
  const [expected, n] = [(high - low) ** 2 / 12, values.length];
  expect(min).toBeGreaterThanOrEqual(low);
  expect(max).toBeLessThan(high);
  // 4.5 standard errors; the fourth moment of a uniform number is 9/5 of its variance squared.
  expect(Math.abs(mean - (low + high) / 2)).toBeLessThan(4.5 * Math.sqrt(expected / n));
  expect(Math.abs(variance / expected - 1)).toBeLessThan(4.5 * Math.sqrt(0.8 / n));
  expect(distance(values, within(low, high))).toBeLessThan(far);
}

function isNormal(values: Float64Array, mean: number, deviation: number): void {
  const found = moments(values);
  expect(Math.abs(found.mean - mean)).toBeLessThan((4.5 * deviation) / Math.sqrt(values.length));
  expect(Math.abs(found.variance / deviation ** 2 - 1)).toBeLessThan(4.5 * Math.sqrt(2 / values.length));
  expect(distance(values, gaussian(mean, deviation))).toBeLessThan(far);
}

/** W Wᵀ, or WᵀW where there are more rows than columns. */
function gram(values: Float64Array, rows: number, columns: number): number[][] {
  const at = (row: number, column: number) => values[row * columns + column]!;
  const [count, length] = rows <= columns ? [rows, columns] : [columns, rows];
  const entry = (i: number, k: number) => (rows <= columns ? at(i, k) : at(k, i));
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: count }, (_, j) => {
      let sum = 0;
      for (let k = 0; k < length; k++) sum += entry(i, k) * entry(j, k);
      return sum;
    }),
  );
}

// [out, in] and [out, in, height, width]: fanIn 150 and 4·9, fanOut 200 and 64·9.
const matrix = [200, 150];
const filters = [64, 4, 3, 3];

/** What torch.nn.init documents of each rule; a rule without its proof fails the last test. */
const proofs: Readonly<Record<string, () => void>> = {
  uniform: () => {
    isUniform(sample("uniform", {}, matrix), 0, 1);
    isUniform(sample("uniform", { a: -3, b: 0.5 }, [5000]), -3, 0.5);
  },
  normal: () => {
    isNormal(sample("normal", {}, matrix), 0, 1);
    isNormal(sample("normal", { mean: -2, std: 0.3 }, [5001]), -2, 0.3);
    expect(sample("normal", { mean: 2, std: 0 }, [3])).toEqual(Float64Array.of(2, 2, 2));
  },
  constant: () => {
    expect(sample("constant", { value: -1.5 }, [2, 2])).toEqual(Float64Array.of(-1.5, -1.5, -1.5, -1.5));
    expect(sample("constant", {}, [2])).toEqual(Float64Array.of(0, 0));
  },
  zeros: () => expect(sample("zeros", {}, [3])).toEqual(Float64Array.of(0, 0, 0)),
  ones: () => expect(sample("ones", {}, [1, 3])).toEqual(Float64Array.of(1, 1, 1)),
  eye: () => {
    expect(sample("eye", {}, [2, 3])).toEqual(Float64Array.of(1, 0, 0, 0, 1, 0));
    expect(sample("eye", {}, [3, 2])).toEqual(Float64Array.of(1, 0, 0, 1, 0, 0));
    expect(sample("eye", {}, [3, 2, 3, 2])).toEqual(sample("dirac", {}, [3, 2, 3, 2]));
  },
  dirac: () => {
    // torch: tensor[group·out + channel, channel, k/2, …] = 1.
    expect(sample("dirac", {}, [2, 2, 3])).toEqual(Float64Array.of(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0));
    expect(sample("dirac", {}, [1, 1, 2, 2])).toEqual(Float64Array.of(0, 0, 0, 1));
    expect(sample("dirac", { groups: 2 }, [4, 1, 1])).toEqual(Float64Array.of(1, 0, 1, 0));
    expect(sample("dirac", { groups: 2 }, [2, 1, 1, 1, 3])).toEqual(Float64Array.of(0, 1, 0, 0, 1, 0));
  },
  xavierUniform: () => {
    const r = Math.sqrt(6 / (150 + 200));
    isUniform(sample("xavierUniform", {}, matrix), -r, r);
    const s = 2.5 * Math.sqrt(6 / (4 * 9 + 64 * 9));
    isUniform(sample("xavierUniform", { gain: 2.5 }, filters), -s, s);
  },
  xavierNormal: () => {
    isNormal(sample("xavierNormal", {}, matrix), 0, Math.sqrt(2 / (150 + 200)));
    isNormal(sample("xavierNormal", { gain: 0.5 }, filters), 0, 0.5 * Math.sqrt(2 / (4 * 9 + 64 * 9)));
  },
  kaimingUniform: () => {
    // The default gain is that of leaky ReLU with slope 0: √2.
    const r = Math.sqrt(2) * Math.sqrt(3 / 150);
    isUniform(sample("kaimingUniform", {}, matrix), -r, r);
    // With a = √5 it is PyTorch's default of Linear: 1/√fanIn.
    const s = 1 / Math.sqrt(4 * 9);
    isUniform(sample("kaimingUniform", { a: Math.sqrt(5) }, filters), -s, s);
    const u = (5 / 3) * Math.sqrt(3 / (64 * 9));
    isUniform(sample("kaimingUniform", { mode: "fanOut", nonlinearity: "tanh" }, filters), -u, u);
  },
  kaimingNormal: () => {
    isNormal(sample("kaimingNormal", {}, matrix), 0, Math.sqrt(2 / 150));
    const gains: Record<string, number> = {
      linear: 1,
      sigmoid: 1,
      tanh: 5 / 3,
      relu: Math.sqrt(2),
      leakyRelu: Math.sqrt(2 / (1 + 0.3 ** 2)),
      selu: 3 / 4,
    };
    const [plain] = sample("kaimingNormal", { nonlinearity: "linear" }, matrix);
    for (const [nonlinearity, gain] of Object.entries(gains)) {
      // The same draws, so the gain can be read off to the last digits.
      const [first] = sample("kaimingNormal", { a: 0.3, nonlinearity }, matrix);
      expect(first! / plain!).toBeCloseTo(gain, 12);
      isNormal(sample("kaimingNormal", { a: 0.3, nonlinearity }, filters), 0, gain / Math.sqrt(4 * 9));
      const out = sample("kaimingNormal", { a: 0.3, nonlinearity, mode: "fanOut" }, filters);
      isNormal(out, 0, gain / Math.sqrt(64 * 9));
    }
  },
  lecunUniform: () => {
    const r = Math.sqrt(3 / 150);
    isUniform(sample("lecunUniform", {}, matrix), -r, r);
  },
  lecunNormal: () => {
    const values = sample("lecunNormal", {}, matrix);
    const deviation = Math.sqrt(1 / 150) / 0.87962566103423978;
    const { mean, variance, min, max } = moments(values);
    expect(Math.max(-min, max)).toBeLessThanOrEqual(2 * deviation);
    expect(Math.max(-min, max)).toBeGreaterThan(1.99 * deviation);
    expect(Math.abs(mean)).toBeLessThan(4.5 * Math.sqrt(1 / 150 / values.length));
    // Cut, and yet of variance 1/fanIn.
    expect(Math.abs(variance * 150 - 1)).toBeLessThan(4.5 * Math.sqrt(1.4 / values.length));
    expect(distance(values, truncated(0, deviation, -2 * deviation, 2 * deviation))).toBeLessThan(far);
  },
  truncatedNormal: () => {
    const cases = [
      { mean: 0, std: 1, a: -2, b: 2 },
      { mean: 0.5, std: 2, a: -1, b: 0.1 },
      { mean: 0, std: 1, a: -1, b: 1.2 },
      { mean: 0, std: 1, a: -0.2, b: 9 },
      { mean: 0, std: 1, a: 1.5, b: 8 },
      { mean: 3, std: 1, a: -1, b: 0 },
      { mean: 0, std: 0.02, a: -2, b: 2 },
      { mean: 0, std: 1, a: 0.5, b: 0.6 },
    ];
    for (const { mean, std, a, b } of cases) {
      const values = sample("truncatedNormal", { mean, std, a, b }, [20_000]);
      const { min, max } = moments(values);
      expect(min).toBeGreaterThanOrEqual(a);
      expect(max).toBeLessThanOrEqual(b);
      expect(distance(values, truncated(mean, std, a, b)), JSON.stringify({ mean, std, a, b })).toBeLessThan(
        far,
      );
    }
    // Far in the tail, where nearly every normal number would be refused, and where float64 ends.
    expect(moments(sample("truncatedNormal", { a: 30, b: 31 }, [100])).mean).toBeCloseTo(30.03, 1);
    expect(moments(sample("truncatedNormal", { a: 1e300, b: 1e301 }, [10])).min).toBe(1e300);
  },
  orthogonal: () => {
    for (const [shape, gain] of [
      [[12, 30], 1],
      [[30, 12], 2],
      [[20, 20], 1],
      [[7, 2, 3, 3], 0.5],
      [[1, 5], 1],
    ] as const) {
      const values = sample("orthogonal", { gain }, shape);
      gram(values, shape[0], values.length / shape[0]).forEach((row, i) =>
        row.forEach((found, j) =>
          expect(Math.abs(found - (i === j ? gain ** 2 : 0)), shape.join("×")).toBeLessThan(1e-12),
        ),
      );
    }
    // Every direction is as likely: an entry of a unit vector of 3 axes is uniform within ±1 (Archimedes).
    const firsts = Float64Array.from(
      { length: 3000 },
      (_, seed) => sample("orthogonal", {}, [3, 3], seed)[0]!,
    );
    isUniform(firsts, -1, 1);
  },
  sparse: () => {
    const [rows, columns] = [50, 200];
    const values = sample("sparse", { sparsity: 0.31, std: 2 }, [rows, columns]);
    const zeros = Array.from(
      { length: columns },
      (_, column) =>
        Array.from({ length: rows }, (_, row) => values[row * columns + column]!).filter((x) => x === 0)
          .length,
    );
    expect(new Set(zeros)).toEqual(new Set([Math.ceil(0.31 * rows)]));
    isNormal(
      values.filter((x) => x !== 0),
      0,
      2,
    );
    // Every row is as likely: 64 of 200 columns each, within 4.5 standard deviations.
    for (let row = 0; row < rows; row++) {
      const count = values.subarray(row * columns, (row + 1) * columns).filter((x) => x === 0).length;
      expect(Math.abs(count - 64)).toBeLessThan(4.5 * Math.sqrt(200 * 0.32 * 0.68));
    }
    expect(sample("sparse", { sparsity: 1 }, [3, 3]).every((x) => x === 0)).toBe(true);
    expect(sample("sparse", { sparsity: 0 }, [3, 3]).every((x) => x !== 0)).toBe(true);
  },
};

describe("an initialiser", () => {
  for (const [type, prove] of Object.entries(proofs)) it(`${type} is what PyTorch or Keras documents`, prove);

  it("draws the same for the same seed and name, and others for others", () => {
    for (const type of ["uniform", "orthogonal", "sparse", "truncatedNormal"]) {
      expect(sample(type, {}, [4, 5])).toEqual(sample(type, {}, [4, 5]));
      expect(sample(type, {}, [4, 5], 2)).not.toEqual(sample(type, {}, [4, 5]));
    }
  });

  it("is proven and has its source, every one", () => {
    expect(Object.keys(proofs).sort()).toEqual([...initializers.keys()].sort());
    for (const { type, reference } of initializers.values()) {
      expect(reference.formula, type).not.toBe("");
      expect(reference.sources.length, type).toBeGreaterThan(0);
    }
  });
});
