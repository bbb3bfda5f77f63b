import { describe, expect, it } from "vitest";
import { problemsOf, runLayer } from "./runLayer";

describe("an activation that does not fit", () => {
  it.each([
    [{ type: "GLU" }, [5], "shape-mismatch", "5"],
    [{ type: "GLU", dim: 0 }, [4], "axis-out-of-range", "batch"],
    [{ type: "Softmax", dim: 2 }, [4], "axis-out-of-range", "dim 2"],
    [{ type: "Hardmax", dim: 0 }, [4], "axis-out-of-range", "batch"],
    [{ type: "PReLU", numParameters: 3 }, [4, 3], "shape-mismatch", "1 or 4"],
    [{ type: "Hardtanh", minVal: 1, maxVal: 1 }, [4], "bounds-out-of-order", "minVal"],
  ])("is refused: %o, %o", (layer, shape, code, words) => {
    const problems = problemsOf(layer, { input: shape });
    expect(problems).toMatchObject([{ code }]);
    expect(problems[0]?.message).toContain(words);
  });
});

describe("an activation far out", () => {
  // Numbers at which a formula taken literally would give NaN or infinity.
  const far = [-1e300, -1e4, -800, 800, 1e4, 1e300];
  it.each([
    ["ELU", [-1, -1, -1, 800, 1e4, 1e300]],
    ["CELU", [-1, -1, -1, 800, 1e4, 1e300]],
    ["Sigmoid", [0, 0, 0, 1, 1, 1]],
    ["LogSigmoid", [-1e300, -1e4, -800, 0, 0, 0]],
    ["Tanh", [-1, -1, -1, 1, 1, 1]],
    ["GELU", [0, 0, 0, 800, 1e4, 1e300]],
    ["SiLU", [0, 0, 0, 800, 1e4, 1e300]],
    ["Mish", [0, 0, 0, 800, 1e4, 1e300]],
    ["Softplus", [0, 0, 0, 800, 1e4, 1e300]],
    ["Softsign", [-1, -1e4 / 10001, -800 / 801, 800 / 801, 1e4 / 10001, 1]],
    ["LogSoftmax", [-2e300, -1e300, -1e300, -1e300, -1e300, 0]],
  ])("%s keeps its value", async (type, expected) => {
    const { outputs } = await runLayer({ type }, { input: [far.length] }, { input: far });
    outputs.output!.forEach((value, i) => {
      expect(value === 0 ? 0 : value).toBeCloseTo(expected[i]!, 9);
    });
  });
});
