import { describe, expect, it } from "vitest";
import { uniform } from "../fixtures/numbers";
import { problemsOf, runLayer } from "./runLayer";
import { mean, variance } from "./statistics";

const weights = { weight: [2, 3], bias: [0.5, -1], running_mean: [1, -2], running_var: [4, 0.25] };

describe("BatchNorm1d", () => {
  const features = { input: [2] };

  it("trains on one sample with its running statistics, and leaves them", async () => {
    const layer = { type: "BatchNorm1d", eps: 0 };
    const { outputs, state } = await runLayer(layer, features, { input: [3, -1] }, { weights });
    expect(outputs.output).toEqual([2 * ((3 - 1) / 2) + 0.5, 3 * ((-1 + 2) / 0.5) - 1]);
    expect(state).toEqual(weights);
  });

  it("gives the bias for one sample without running statistics, also while evaluating", async () => {
    const layer = { type: "BatchNorm1d", trackRunningStats: false };
    for (const training of [true, false]) {
      const options = { training, weights: { weight: [2, 3], bias: [0.5, -1] } };
      const { outputs } = await runLayer(layer, features, { input: [3, -1] }, options);
      expect(outputs.output).toEqual([0.5, -1]);
    }
  });

  it("comes to the batch's mean and unbiased variance after many steps", async () => {
    const batchSize = 6;
    const x = uniform("x", batchSize * 2);
    const steps = Array.from({ length: 200 }, (_, i) => i + 1);
    const { state } = await runLayer({ type: "BatchNorm1d" }, features, { input: x }, { batchSize, steps });
    for (const channel of [0, 1]) {
      const values = [...x].filter((_, i) => i % 2 === channel);
      expect(state.running_mean![channel]).toBeCloseTo(mean(values), 8);
      expect(state.running_var![channel]).toBeCloseTo((variance(values) * 6) / 5, 8);
    }
  });

  it("leaves its running statistics while evaluating", async () => {
    const options = { batchSize: 2, training: false, weights };
    const { state } = await runLayer({ type: "BatchNorm1d" }, features, { input: [1, 2, 3, 4] }, options);
    expect(state).toEqual(weights);
  });
});

describe("a shape that does not fit", () => {
  it.each([
    [{ type: "BatchNorm1d" }, [3, 4, 5], "shape-mismatch", "2d"],
    [{ type: "BatchNorm2d" }, [3], "shape-mismatch", "channels×height×width"],
    [{ type: "InstanceNorm1d" }, [3], "shape-mismatch", "channels×length"],
    [{ type: "InstanceNorm1d" }, [3, 1], "nothing-to-normalise", "BatchNorm"],
    [{ type: "InstanceNorm2d" }, [3, 1, 1], "nothing-to-normalise", "BatchNorm"],
    [{ type: "GroupNorm", numGroups: 2 }, [3, 4], "groups-do-not-divide", "3 channels"],
    [{ type: "LayerNorm", normalizedDims: 3 }, [3, 4], "axis-out-of-range", "3×4"],
    [{ type: "RMSNorm", normalizedDims: 2 }, [3], "axis-out-of-range", "2"],
    [{ type: "LocalResponseNorm", size: 3 }, [3], "shape-mismatch", "channels"],
  ])("is refused: %o, %o", (layer, shape, code, words) => {
    const problems = problemsOf(layer, { input: shape });
    expect(problems).toMatchObject([{ code }]);
    expect(problems[0]?.message).toContain(words);
  });
});

describe("RMSNorm", () => {
  it("takes float32's machine epsilon where no eps is given", async () => {
    const { outputs } = await runLayer({ type: "RMSNorm" }, { input: [1] }, { input: [3e-4] });
    expect(outputs.output![0]).toBeCloseTo(3e-4 / Math.sqrt(9e-8 + 2 ** -23), 12);
  });
});
