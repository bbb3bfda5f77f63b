import { describe, expect, it } from "vitest";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { uniform } from "../fixtures/numbers";
import { layerAlone, problemsOf, runLayer, type Arriving } from "./runLayer";
import { mean, pieces, shareOf } from "./statistics";

const whole = (...shape: number[]): Arriving => ({ shape, dtype: "int32" });

describe("attention that may look at nothing", () => {
  it("gives zeros, not NaN", async () => {
    const { outputs } = await runLayer(
      { type: "ScaledDotProductAttention" },
      { query: [1, 2], key: [2, 2], value: [2, 1], mask: whole(1, 2) },
      { query: [1, 2], key: [3, 4, 5, 6], value: [7, 8], mask: [0, 0] },
    );
    expect(outputs).toEqual({ output: [0], weights: [0, 0] });
  });

  it("gives the last bias in MultiheadAttention", async () => {
    const { outputs } = await runLayer(
      { type: "MultiheadAttention", numHeads: 2 },
      { query: [3, 4], keyPaddingMask: [3] },
      { query: uniform("q", 24), keyPaddingMask: [1, 1, 1, 0, 0, 1] },
      { batchSize: 2, weights: { "out_proj.bias": [1, 2, 3, 4] } },
    );
    expect(outputs.output!.slice(0, 12)).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
    expect(outputs.weights!.slice(0, 9)).toEqual(new Array<number>(9).fill(0));
    // In the other sample the third key is padding.
    for (const [a = 0, b = 0, c] of pieces(outputs.weights!.slice(9), 3)) {
      expect(a + b).toBeCloseTo(1, 12);
      expect(c).toBe(0);
    }
  });
});

describe("attention's dropout", () => {
  const places = 100;
  const run = async (training: boolean, dropout: number) => {
    const { outputs } = await runLayer(
      { type: "ScaledDotProductAttention", dropout },
      { query: [places, 1], key: [places, 1], value: [places, 1] },
      {
        query: new Float64Array(places),
        key: new Float64Array(places),
        value: new Float64Array(places).fill(1),
      },
      { training },
    );
    return outputs;
  };

  it("drops weights while training and scales up the rest", async () => {
    const { weights, output } = await run(true, 0.3);
    expect(Math.abs(shareOf(weights!, (weight) => weight === 0) - 0.3)).toBeLessThan(
      (4 * Math.sqrt(0.21)) / places,
    );
    for (const weight of weights!) if (weight !== 0) expect(weight).toBeCloseTo(1 / places / 0.7, 12);
    expect(Math.abs(mean(output!) - 1)).toBeLessThan(0.05);
  });

  it("drops nothing while evaluating", async () => {
    expect(await run(false, 0.3)).toEqual(await run(true, 0));
  });
});

describe("MultiheadAttention", () => {
  it("starts as PyTorch's: Xavier for the projections together, zero biases", () => {
    const weights = initialWeights(
      layerAlone({ type: "MultiheadAttention", numHeads: 4 }, { query: [3, 64] }),
      1,
    );
    expect(Object.keys(weights)).toEqual([
      "layer.in_proj_weight",
      "layer.in_proj_bias",
      "layer.out_proj.weight",
      "layer.out_proj.bias",
    ]);
    for (const [name, bound] of [
      ["in_proj_weight", Math.sqrt(6 / (4 * 64))],
      ["out_proj.weight", 1 / Math.sqrt(64)],
    ] as const) {
      const largest = Math.max(...weights[`layer.${name}`]!.map(Math.abs));
      expect(largest).toBeLessThanOrEqual(bound);
      expect(largest).toBeGreaterThan(0.99 * bound);
    }
    for (const name of ["in_proj_bias", "out_proj.bias"])
      expect(new Set(weights[`layer.${name}`])).toEqual(new Set([0]));
  });

  it.each([
    [{ numHeads: 3 }, { query: [3, 4] }, "numHeads 3 does not divide 4 features"],
    [{ numHeads: 2 }, { query: [4] }, "needs a sequence (time×features) but gets 4"],
    [{ numHeads: 2 }, { query: [3, 4], key: [5, 4], value: [2, 4] }, "there are 5 keys and 2 values"],
    [{ numHeads: 2 }, { query: [3, 4], value: [2, 4] }, "there are 3 keys and 2 values"],
    [{ numHeads: 2 }, { query: [3, 4], keyPaddingMask: [4] }, "keyPaddingMask must be 3 but is 4"],
    [{ numHeads: 2 }, { query: [3, 4], key: [5, 4], attnMask: [5, 3] }, "attnMask must be 3×5 but is 5×3"],
  ] as readonly (readonly [object, Record<string, Arriving>, string])[])(
    "refuses %j %j",
    (params, ports, message) => {
      expect(problemsOf({ type: "MultiheadAttention", ...params }, ports)).toMatchObject([
        { message: expect.stringContaining(message) as string },
      ]);
    },
  );
});

describe("ScaledDotProductAttention", () => {
  it.each([
    [
      { query: [3, 4], key: [3, 5], value: [3, 4] },
      "query has 4 features and key has 5; a Linear can make them equal",
    ],
    [{ query: [3, 4], key: [2, 4], value: [3, 4] }, "there are 2 keys and 3 values"],
    [{ query: [4], key: [3, 4], value: [3, 4] }, "needs time×features or heads×time×features but gets 4"],
    [{ query: [3, 4], key: [2, 4], value: [2, 4], mask: [3, 3] }, "cannot combine 3×2 and 3×3"],
    [
      { query: [3, 4], key: [1, 4], value: [1, 4], mask: [3, 3] },
      "mask 3×3 must broadcast to 3×1, the queries×keys",
    ],
  ] as readonly (readonly [Record<string, Arriving>, string])[])("refuses %j", (ports, message) => {
    expect(problemsOf({ type: "ScaledDotProductAttention" }, ports)).toMatchObject([
      { message: expect.stringContaining(message) as string },
    ]);
  });
});

describe("PositionalEncoding", () => {
  it("by rotation keeps lengths, and products that depend on the distance alone", async () => {
    const [time, features] = [7, 6];
    const row = [...uniform("row", features)];
    const x = Array.from({ length: time }, () => row).flat();
    const { outputs } = await runLayer(
      { type: "PositionalEncoding", kind: "rotary" },
      { input: [time, features] },
      { input: x },
    );
    const rows = pieces(outputs.output!, features);
    const product = (i: number, j: number) =>
      rows[i]!.reduce((sum, value, k) => sum + value * rows[j]![k]!, 0);
    const square = row.reduce((sum, value) => sum + value * value, 0);
    expect(rows[0]).toEqual(row);
    for (let i = 0; i < time; i++) expect(product(i, i)).toBeCloseTo(square, 12);
    for (let i = 0; i + 2 < time; i++) expect(product(i, i + 2)).toBeCloseTo(product(0, 2), 12);
    expect(Math.abs(product(0, 1) - product(0, 2))).toBeGreaterThan(1e-3);
  });

  it.each([
    [{ kind: "rotary" }, [3, 5], "an even number of features but gets 3×5"],
    [{ kind: "learned", maxLength: 2 }, [3, 4], "the sequence has 3 positions, but maxLength is 2"],
    [{}, [3], "needs a sequence (time×features) but gets 3"],
  ] as const)("refuses %j %j", (params, shape, message) => {
    expect(problemsOf({ type: "PositionalEncoding", ...params }, { input: shape })).toMatchObject([
      { message: expect.stringContaining(message) as string },
    ]);
  });
});
