import { describe, expect, it } from "vitest";
import { gradientStep } from "../../../engine/compiler/gradientStep";
import { inferenceStep } from "../../../engine/compiler/inferenceStep";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import type { HostArrays } from "../../../engine/tensor/hostArrays";
import { trainingStep } from "../../../engine/compiler/trainingStep";
import { fillUniform } from "../../../engine/ops/philox";
import { streamOf } from "../../../engine/ops/streamOf";
import { sizeOf } from "../../../engine/tensor/tensor";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import { uniform } from "../fixtures/numbers";
import { layerAlone, problemsOf, runLayer } from "./runLayer";

const [rows, visible, hidden] = [3, 4, 2];
const data = Array.from(uniform("data", rows * visible), (u) => (u < 0 ? 0 : 1));
const weights = {
  weight: [...uniform("weight", hidden * visible)],
  visible_bias: [...uniform("visible", visible)],
  hidden_bias: [...uniform("hidden", hidden)],
};
const { weight: w, visible_bias: a, hidden_bias: c } = weights;
const indices = (size: number) => Array.from({ length: size }, (_, i) => i);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** How likely each hidden unit is on, for visible units. */
function hiddenChance(v: readonly number[]): number[] {
  return indices(hidden).map((j) =>
    sigmoid(c[j]! + indices(visible).reduce((sum, i) => sum + w[j * visible + i]! * v[i]!, 0)),
  );
}

function visibleChance(h: readonly number[]): number[] {
  return indices(visible).map((i) =>
    sigmoid(a[i]! + indices(hidden).reduce((sum, j) => sum + w[j * visible + i]! * h[j]!, 0)),
  );
}

/** The numbers that the node draws first, second, … */
function drawn(draw: number, size: number, seed: number, step: number): Float64Array {
  const values = new Float64Array(size);
  fillUniform(values, seed, step, streamOf("layer"), draw);
  return values;
}

/** Contrastive divergence written out: what each weight is to be moved by, and the dreams, for the drawn numbers. */
function contrastiveDivergence(k: number, seed: number, step: number) {
  const slopes = { weight: w.map(() => 0), visible_bias: a.map(() => 0), hidden_bias: c.map(() => 0) };
  const dreams: number[][] = [];
  const chances: number[][] = [];
  for (const row of indices(rows)) {
    const v0 = data.slice(row * visible, (row + 1) * visible);
    let v = v0;
    let chance: number[] = [];
    for (const turn of indices(k)) {
      const forHidden = drawn(2 * turn, rows * hidden, seed, step);
      const forVisible = drawn(2 * turn + 1, rows * visible, seed, step);
      const h = hiddenChance(v).map((p, j) => (forHidden[row * hidden + j]! < p ? 1 : 0));
      chance = visibleChance(h);
      v = chance.map((p, i) => (forVisible[row * visible + i]! < p ? 1 : 0));
    }
    const [h0, hk] = [hiddenChance(v0), hiddenChance(v)];
    for (const j of indices(hidden)) {
      slopes.hidden_bias[j]! -= (h0[j]! - hk[j]!) / rows;
      for (const i of indices(visible))
        slopes.weight[j * visible + i]! -= (h0[j]! * v0[i]! - hk[j]! * v[i]!) / rows;
    }
    for (const i of indices(visible)) slopes.visible_bias[i]! -= (v0[i]! - v[i]!) / rows;
    dreams.push(v);
    chances.push(chance);
  }
  return { slopes, dreams, chances };
}

describe("RBM", () => {
  it.each([
    [1, 5, 1],
    [1, 6, 2],
    [3, 7, 1],
  ])("has the gradient of contrastive divergence (k %i, seed %i, step %i)", async (k, seed, step) => {
    const typed = layerAlone({ type: "RBM", hiddenFeatures: hidden, k }, { input: [visible] });
    const program = gradientStep(typed, { batchSize: rows, training: true });
    const results: Record<string, number[]> = {};
    const session = new ReferenceRuntime().open();
    const executable = await session.load(program, (_, outputs) => {
      for (const [name, values] of Object.entries(outputs)) results[name] = [...values];
    });
    await session.write(
      Object.fromEntries(
        Object.entries(weights).map(([name, values]) => [`layer.${name}`, Float64Array.from(values)]),
      ),
    );
    const feeds: HostArrays = {
      "from_input.output": Float64Array.from(data),
      seed: Int32Array.of(seed),
      step: Int32Array.of(step),
    };
    await executable.run(feeds, step);
    await executable.drain();
    session.dispose();
    const { slopes, dreams, chances } = contrastiveDivergence(k, seed, step);
    // A dream that is the data would make the comparison empty.
    expect(dreams.flat()).not.toEqual(data);
    for (const [name, values] of Object.entries(slopes)) {
      const found = results[`grad/layer.${name}`]!;
      values.forEach((value, i) => {
        expect(found[i]).toBeCloseTo(value, 12);
      });
    }
    chances.flat().forEach((chance, i) => {
      expect(results["value/layer.reconstruction"]![i]).toBeCloseTo(chance, 12);
    });
    expect(results["grad/from_input.output"]).toBeUndefined();
  });

  it("dreams anew at every step while training, and the same while evaluating", async () => {
    const layer = { type: "RBM", hiddenFeatures: 20 };
    const run = (training: boolean, step: number) =>
      runLayer(layer, { input: [visible] }, { input: data }, { batchSize: rows, training, steps: [step] });
    const [first, second] = [await run(true, 1), await run(true, 2)];
    expect(first.outputs.loss).not.toEqual(second.outputs.loss);
    expect((await run(true, 1)).outputs).toEqual(first.outputs);
    expect((await run(false, 1)).outputs).toEqual((await run(false, 2)).outputs);
  });

  it("learns to reconstruct patterns", async () => {
    const patterns = [
      [1, 1, 1, 0, 0, 0],
      [0, 0, 0, 1, 1, 1],
      [1, 0, 1, 0, 1, 0],
      [0, 1, 0, 1, 0, 1],
    ];
    const layer = { type: "RBM", hiddenFeatures: 8 };
    const typed = layerAlone(layer, { input: [6] });
    const { program, scalars } = trainingStep(typed, 4);
    const session = new ReferenceRuntime().open();
    const executable = await session.load(program, () => undefined);
    const start = initialWeights(typed, 1);
    await session.write(
      Object.fromEntries(
        program.state.map(({ name, value }) => [
          name,
          start[name] ?? new Float64Array(sizeOf(value.type.shape)),
        ]),
      ),
    );
    for (let step = 1; step <= 1500; step++) {
      const numbers = scalars.map(({ feed, at }) => [feed, Float64Array.of(at(step, 1))] as const);
      const feeds: HostArrays = {
        "from_input.output": Float64Array.from(patterns.flat()),
        seed: Int32Array.of(1),
        step: Int32Array.of(step),
        ...Object.fromEntries(numbers),
      };
      await executable.run(feeds, step);
    }
    await executable.drain();
    const after = await session.read(Object.keys(start));
    session.dispose();
    const errorOf = async (values: HostArrays) => {
      const named = Object.entries(values).map(([name, array]) => [name.slice("layer.".length), [...array]]);
      const { outputs } = await runLayer(
        layer,
        { input: [6] },
        { input: patterns.flat() },
        { batchSize: 4, training: false, weights: Object.fromEntries(named) as Record<string, number[]> },
      );
      const squares = patterns.flat().map((value, i) => (value - outputs.reconstruction![i]!) ** 2);
      return squares.reduce((sum, square) => sum + square) / squares.length;
    };
    const [before, learnt] = [await errorOf(start), await errorOf(after)];
    expect(before).toBeGreaterThan(0.2);
    expect(learnt).toBeLessThan(0.05);
  });

  it("leaves its loss out of a finished model", () => {
    const typed = layerAlone({ type: "RBM", hiddenFeatures: hidden }, { input: [visible] });
    const names = inferenceStep(typed, 2).outputs.map(({ name }) => name);
    expect(names).toEqual(["layer.hidden", "layer.reconstruction"]);
  });

  it("needs features", () => {
    expect(problemsOf({ type: "RBM", hiddenFeatures: 2 }, { input: [] })).toMatchObject([
      { code: "shape-mismatch" },
    ]);
  });
});
