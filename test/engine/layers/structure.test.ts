import { describe, expect, it } from "vitest";
import { differentiate } from "../../../engine/compiler/differentiate";
import { lower } from "../../../engine/compiler/lower";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { canConnect } from "../../../engine/graph/connect";
import { pageOf } from "../../../engine/graph/page";
import { withBatch } from "../../../engine/tensor/graphType";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/document/parse";
import { layers } from "../../../engine/layers";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import { nodeViews } from "../../../webview/canvas/model/nodeView";
import { layerAlone, problemsOf, runLayer, type Arriving } from "./runLayer";
import { mean, shareOf, variance } from "./statistics";

/** A graph of nodes; `x`, `y` are inputs of these shapes. */
function graphOf(nodes: Record<string, object>, edges: readonly string[]) {
  const { graph, problems } = parse(JSON.stringify({ netloom: 1, nodes, edges }));
  expect(problems).toEqual([]);
  return infer(graph!);
}
const source = (...shape: number[]) => ({ type: "Input", shape });
const whole = (...shape: number[]): Arriving => ({ shape, dtype: "int32" });

describe("a tensor without a batch", () => {
  const shapeOf = (join: object, shape: readonly number[], x: readonly number[]) => {
    const typed = graphOf({ c: { type: "Parameter", shape }, x: source(...x), join }, [
      "x -> join",
      "c -> join",
    ]);
    return typed.nodes.get("join")!.outputs.output?.shape ?? typed.problems.map(({ code }) => code);
  };

  it.each([
    [[5], [3, 5], ["N", 3, 5]],
    [[], [3, 5], ["N", 3, 5]],
    [
      [3, 1],
      [1, 5],
      ["N", 3, 5],
    ],
    // Axis 0 of size 1 meets the batch.
    [
      [1, 3, 5],
      [3, 5],
      ["N", 3, 5],
    ],
    [[4, 3, 5], [3, 5], ["shape-mismatch"]],
    // The batch would become axis 1.
    [[2, 1, 3, 5], [3, 5], ["shape-mismatch"]],
    [[1, 1, 3, 5], [3, 5], ["shape-mismatch"]],
    [[5], [], ["shape-mismatch"]],
  ])("of shape %j meets samples of shape %j as %j", (shape, x, expected) => {
    expect(shapeOf({ type: "Add" }, shape, x)).toEqual(expected);
    expect(shapeOf({ type: "Multiply" }, shape, x)).toEqual(expected);
  });

  it.each([
    [
      [2, 5],
      [3, 5],
      ["N", 5, 5],
    ],
    [[3, 2, 5], [3, 5], ["shape-mismatch"]],
    [[5], [3, 5], ["shape-mismatch"]],
  ])("of shape %j is joined to samples of shape %j as %j", (shape, x, expected) => {
    expect(shapeOf({ type: "Concat" }, shape, x)).toEqual(expected);
  });

  it("stays without one among its like, where axis 0 is an axis like others", () => {
    const typed = graphOf(
      {
        a: { type: "Parameter", shape: [2, 3] },
        b: { type: "Constant", shape: [4, 3] },
        join: { type: "Concat", dim: 0 },
        row: { type: "Reshape", shape: [-1] },
        sum: { type: "Sum" },
        spread: { type: "Expand", shape: [2, -1, -1] },
      },
      ["a -> join", "b -> join", "join -> row", "join -> sum", "a -> spread"],
    );
    expect(typed.problems).toEqual([]);
    const shapes = ["join", "row", "sum", "spread"].map((id) => typed.nodes.get(id)!.outputs.output!.shape);
    expect(shapes).toEqual([[6, 3], [18], [], ["N", 2, 2, 3]]);
  });
});

describe("what would mix samples", () => {
  it.each([
    ["a product across samples", { type: "MatMul", transposeOther: true }, { input: [4], other: [4] }],
    ["a product over the batch", { type: "MatMul", transposeInput: true }, { input: [4], other: [4] }],
  ] as const)("is refused: %s", (_, layer, ports) => {
    expect(problemsOf(layer, ports)).toMatchObject([{ code: "mixes-samples" }]);
  });

  it.each([
    [{ type: "Sum", dim: [0] }, "layer: dim 0 is the batch; choose 1 or more (from_input gives 2×3)"],
    [{ type: "Slice", dim: -3 }, "layer: dim -3 is the batch; choose 1 or more (from_input gives 2×3)"],
    [
      { type: "Unsqueeze", dim: 0 },
      "layer: dim 0 is not a valid position for a new axis in 2×3: use 1 to 3 (from_input gives 2×3)",
    ],
    [
      { type: "Permute", dims: [1, 0, 2] },
      "layer: the batch must stay first: begin with 0 (from_input gives 2×3)",
    ],
    [{ type: "Transpose", dim0: 0 }, "layer: dim0 0 is the batch; choose 1 or more (from_input gives 2×3)"],
    [
      { type: "Pad", padding: [0, 0, 0, 0, 1, 0] },
      "layer: padding needs two sizes for each axis from the last, at most 4 for 2×3 (from_input gives 2×3)",
    ],
  ])("is refused: %j", (layer, message) => {
    expect(problemsOf(layer, { input: [2, 3] })).toMatchObject([{ message }]);
  });
});

describe("what does not fit is told", () => {
  it.each([
    [{ type: "Split", sections: [2] }, { input: [3] }, "cannot cut 3 into 2 equal parts"],
    [{ type: "Split", sections: [1, 1] }, { input: [3] }, "the parts add up to 2, but the axis of 3 has 3"],
    [{ type: "Split", sections: [65] }, { input: [65] }, "at most 64 parts"],
    [{ type: "Slice", start: 2, end: 2 }, { input: [3] }, "the range 2 to 2 of 3 is empty"],
    [{ type: "Flatten", startDim: 2, endDim: 1 }, { input: [2, 3] }, "endDim 1 is before startDim 2"],
    [{ type: "Squeeze", dim: [1] }, { input: [2, 1] }, "dim 1 of 2×1 has size 2"],
    [{ type: "Expand", shape: [4, 3] }, { input: [2, 3] }, "cannot repeat 2×3 to 4×3"],
    [{ type: "Expand", shape: [3] }, { input: [2, 3] }, "cannot repeat 2×3 to 3"],
    [{ type: "Permute", dims: [0, 1, 1] }, { input: [2, 3] }, "dims must name each axis of 2×3 once: 0 to 2"],
    [
      { type: "Unflatten", unflattenedSize: [2, -1] },
      { input: [5] },
      "cannot give 5 (5 numbers) the shape 2×-1",
    ],
    [
      { type: "Pad", padding: [3, 0], mode: "reflect" },
      { input: [3] },
      "mode reflect can add at most 2 to an axis of 3",
    ],
    [{ type: "Pad", padding: [1] }, { input: [3] }, "padding needs two sizes for each axis"],
    [{ type: "Pad", padding: [1, 1], value: 0.5 }, { input: whole(3) }, "int32 allows only whole numbers"],
    [{ type: "MatMul" }, { input: [2, 3], other: [4, 5] }, "cannot multiply 2×3 by 4×5"],
    [{ type: "MatMul", transposeInput: true }, { input: [], other: [] }, "cannot multiply 1 by 1"],
    [{ type: "Subtract" }, { input: [2, 3], other: [3] }, "they have different numbers of axes"],
    [{ type: "Where" }, { condition: [3], input: [3], other: whole(3) }, "cannot join float32 and int32"],
    [{ type: "Gather" }, { input: [4, 3], index: whole(2, 4) }, "cannot pick from 4×3 by 2×4"],
    [{ type: "Clamp" }, { input: [3] }, "set min, max or both"],
    [{ type: "Clamp", min: 1, max: 1 }, { input: [3] }, "min must be smaller than max"],
    [{ type: "Noise", shape: [2], distribution: "uniform", low: 1 }, {}, ""],
    [
      { type: "Noise", shape: [2], distribution: "uniform", low: 1, high: 0 },
      {},
      "high 0 is less than low 1",
    ],
    [
      { type: "Constant", shape: [2], values: [1, 2, 3] },
      {},
      "3 values are given, but the shape 2 has 2 elements",
    ],
    [{ type: "Constant", value: 0.5, dtype: "int32" }, {}, "int32 allows only whole numbers"],
  ] as readonly (readonly [object, Record<string, Arriving>, string])[])("%j", (layer, ports, message) => {
    const problems = problemsOf(layer, ports);
    if (message === "") expect(problems).toEqual([]);
    else expect(problems).toMatchObject([{ message: expect.stringContaining(message) as string }]);
  });
});

describe("a function of each number", () => {
  /** Its slopes at some numbers. */
  async function slopesOf(layer: object, at: readonly number[]): Promise<number[]> {
    const builder = new ProgramBuilder();
    const lowered = lower(builder, layerAlone(layer, { input: [at.length] }), {
      batchSize: 1,
      training: true,
    });
    const [x, y] = ["from_input", "layer"].map((node) => lowered.get(node)!.outputs.output!);
    const sum = builder.b.sum(y!, { axes: [0, 1], keepDims: false });
    builder.output("slopes", differentiate(builder, sum, [x!])[0]!);
    let slopes: number[] = [];
    const session = new ReferenceRuntime().open();
    const executable = await session.load(builder.finish(), (_, outputs) => {
      slopes = [...outputs.slopes!];
    });
    await executable.run({ "from_input.output": Float64Array.from(at) }, 1);
    await executable.drain();
    session.dispose();
    return slopes;
  }

  // As PyTorch's: torch.autograd.grad(f(x).sum(), x).
  it.each([
    [{ type: "Abs" }, [-2, 0, 3], [-1, 0, 1]],
    [{ type: "Sqrt" }, [0, 4], [Infinity, 0.25]],
    [{ type: "Clamp", min: -1, max: 2 }, [-1.5, -1, 0, 2, 2.5], [0, 1, 1, 1, 0]],
    [{ type: "Power", exponent: 0 }, [0, 3], [0, 0]],
    [{ type: "Power", exponent: 0.5 }, [0, 4], [Infinity, 0.25]],
    [{ type: "Power", exponent: 1 }, [0, -3], [1, 1]],
    [{ type: "Power", exponent: 2 }, [0, -3], [0, -6]],
    [{ type: "Power", exponent: -1 }, [0, -2], [-Infinity, -0.25]],
    [{ type: "Log" }, [0, 4], [Infinity, 0.25]],
  ])("%j has PyTorch's slopes at %j", async (layer, at, slopes) => {
    expect((await slopesOf(layer, at)).map((slope) => slope + 0)).toEqual(slopes);
  });

  const rangeAfter = (layer: object, low: number, high: number, isWhole = false) => {
    const typed = graphOf(
      { x: source(2), clamp: { type: "Clamp", min: low, max: high }, whole: { type: "Sign" }, layer },
      isWhole ? ["x -> whole", "whole -> layer"] : ["x -> clamp", "clamp -> layer"],
    );
    return typed.nodes.get("layer")!.ranges.output;
  };

  it.each([
    [{ type: "Exp" }, [-1, 2], [Math.exp(-1), Math.exp(2)]],
    [{ type: "Log" }, [-1, 1], [-Infinity, 0]],
    [{ type: "Sqrt" }, [-1, 4], [0, 2]],
    [{ type: "Abs" }, [-3, 2], [0, 3]],
    [{ type: "Abs" }, [-3, -2], [2, 3]],
    [{ type: "Square" }, [-3, 2], [0, 9]],
    [{ type: "Power", exponent: 3 }, [-2, 1], [-8, 1]],
    [{ type: "Power", exponent: 4 }, [-2, 1], [0, 16]],
    [{ type: "Power", exponent: 0 }, [-2, 1], [1, 1]],
    [{ type: "Power", exponent: -1 }, [-2, 1], [-Infinity, Infinity]],
    [{ type: "Power", exponent: -1 }, [-4, -2], [-0.5, -0.25]],
    [{ type: "Power", exponent: -2 }, [-2, 1], [0.25, Infinity]],
    [{ type: "Power", exponent: 1.5 }, [-2, 4], [0, 8]],
    [{ type: "Clamp", min: 0 }, [-2, 4], [0, 4]],
    [{ type: "Clamp", max: -3 }, [-2, 4], [-3, -3]],
  ])("%j knows the range of its results: %j becomes %j", (layer, [low = 0, high = 0], [least, most]) => {
    expect(rangeAfter(layer, low, high)).toEqual({
      low: least,
      high: most,
      whole: "exponent" in layer && layer.exponent === 0,
    });
  });

  it("leaves whole numbers whole where it does", () => {
    const isWhole = (layer: object) => rangeAfter(layer, 0, 1, true)!.whole;
    for (const layer of [{ type: "Abs" }, { type: "Square" }, { type: "Power", exponent: 3 }])
      expect(isWhole(layer), layer.type).toBe(true);
    expect(isWhole({ type: "Clamp", min: 0 })).toBe(true);
    expect(isWhole({ type: "Clamp", min: 0.5 })).toBe(false);
    expect(isWhole({ type: "Power", exponent: -1 })).toBe(false);
    expect(isWhole({ type: "Exp" })).toBe(false);
  });
});

describe("Split", () => {
  it("takes the number of equal parts in a list and alone", () => {
    const parts = (sections: unknown) => {
      const { nodes, problems } = layerAlone({ type: "Split", sections }, { input: [6] });
      expect(problems).toEqual([]);
      const { outputs, outputPorts } = nodes.get("layer")!;
      expect(outputPorts.map(({ name }) => name)).toEqual(Object.keys(outputs));
      return Object.values(outputs).map(({ shape }) => shape.at(-1));
    };
    expect(parts(3)).toEqual([2, 2, 2]);
    expect(parts([3])).toEqual([2, 2, 2]);
    expect(parts(undefined)).toEqual([3, 3]);
    expect(parts([1, 5])).toEqual([1, 5]);
  });

  const nodes = (sections: readonly number[]) => ({
    x: source(6),
    layer: { type: "Split", sections },
    relu: { type: "ReLU" },
    pair: { type: "Linear", outFeatures: 1 },
  });

  it("has a port for each part, which wires find by name", () => {
    const typed = graphOf(nodes([1, 2, 3]), ["x -> layer", "layer -> relu"]);
    expect(typed.nodes.get("layer")!.outputPorts.map(({ name }) => name)).toEqual([
      "output0",
      "output1",
      "output2",
    ]);
    expect(typed.nodes.get("relu")!.outputs.output!.shape).toEqual(["N", 1]);
    expect(canConnect(pageOf(typed), { node: "layer", port: "output2" }, { node: "pair" })).toEqual({
      ok: true,
      edge: "layer.output2 -> pair",
    });
    expect(canConnect(pageOf(typed), { node: "layer", port: "output3" }, { node: "pair" })).toMatchObject({
      ok: false,
    });
  });

  it("shows its ports on a card, never as a small node", () => {
    for (const sections of [[3], [1, 2, 3]]) {
      const views = nodeViews(pageOf(graphOf(nodes(sections), ["x -> layer"])), [], {}, new Map());
      expect(views.get("layer")).toMatchObject({
        look: "card",
        outputs: ["output0", "output1", "output2"].map((name) => ({ name })),
      });
    }
  });

  it("tells of a wire from a part that is no more", () => {
    const typed = graphOf(nodes([2]), ["x -> layer", "layer.output2 -> relu"]);
    expect(typed.problems).toContainEqual(
      expect.objectContaining({
        code: "unknown-port",
        message: '"layer" has no output "output2". Did you mean "output0"?',
      }),
    );
  });

  it("keeps its wires while its sections are wrong", () => {
    const text = JSON.stringify({
      netloom: 1,
      nodes: { x: source(6), layer: { type: "Split", sections: "2" }, relu: { type: "ReLU" } },
      edges: ["x -> layer", "layer.output1 -> relu"],
    });
    const { graph, problems } = parse(text);
    expect(problems).toMatchObject([{ code: "invalid-parameter" }]);
    expect(infer(graph!).problems).toEqual([]);
  });
});

describe("OneHot", () => {
  it("gives NaN for a number that is no class", async () => {
    const { outputs } = await runLayer(
      { type: "OneHot", numClasses: 2 },
      { input: whole(3) },
      { input: [1, 2, -1] },
    );
    expect(outputs.output).toEqual([0, 1, NaN, NaN, NaN, NaN]);
  });
});

describe("Gather", () => {
  it("gives NaN for a place that is not there", async () => {
    const { outputs } = await runLayer(
      { type: "Gather" },
      { input: [2], index: whole(4) },
      { input: [5, 7], index: [-1, 1, 0, 2] },
    );
    expect(outputs.output).toEqual([NaN, 7, 5, NaN]);
  });
});

describe("Noise", () => {
  const size = 20_000;
  const draw = async (layer: object, options = {}) => {
    const { outputs } = await runLayer(
      { type: "Noise", shape: [size / 2], ...layer },
      {},
      {},
      { batchSize: 2, ...options },
    );
    return outputs.output!;
  };

  it("is normal with its mean and standard deviation", async () => {
    const y = await draw({ mean: 3, std: 2 });
    expect(y.length).toBe(size);
    expect(Math.abs(mean(y) - 3)).toBeLessThan((4 * 2) / Math.sqrt(size));
    expect(Math.abs(Math.sqrt(variance(y)) - 2)).toBeLessThan((4 * 2) / Math.sqrt(2 * size));
    // Of a normal distribution 68.27 % are within one standard deviation, 95.45 % within two.
    for (const [bound, share] of [
      [2, 0.6827],
      [4, 0.9545],
    ] as const)
      expect(Math.abs(shareOf(y, (value) => Math.abs(value - 3) < bound) - share)).toBeLessThan(0.015);
  });

  it("is uniform between its bounds", async () => {
    const y = await draw({ distribution: "uniform", low: -1, high: 3 });
    expect(Math.min(...y)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...y)).toBeLessThan(3);
    expect(Math.abs(mean(y) - 1)).toBeLessThan((4 * 4) / Math.sqrt(12 * size));
    expect(Math.abs(variance(y) - 16 / 12)).toBeLessThan(0.05);
  });

  it("is 1 as often as it should be", async () => {
    const y = await draw({ distribution: "bernoulli", p: 0.2 });
    expect(new Set(y)).toEqual(new Set([0, 1]));
    expect(Math.abs(mean(y) - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / size));
  });

  it("is new at every step, other in every sample, random in evaluation too, and the same for one seed", async () => {
    const first = await draw({}, { seed: 5 });
    expect(await draw({}, { seed: 5 })).toEqual(first);
    expect(await draw({}, { seed: 5, training: false })).toEqual(first);
    expect(await draw({}, { seed: 5, steps: [2] })).not.toEqual(first);
    expect(await draw({}, { seed: 6 })).not.toEqual(first);
    expect(first.slice(0, size / 2)).not.toEqual(first.slice(size / 2));
  });
});

/** What every layer makes of a tensor without a batch, it makes of the shape that it said. */
describe("a layer on a tensor without a batch", () => {
  const shapes = [[], [5], [3, 5], [4, 3, 5], [2, 4, 6, 6], [2, 4, 6, 6, 6]];
  it.each([...layers.values()].filter(({ inputs }) => inputs.length > 0).map(({ type }) => type))(
    "%s",
    (type) => {
      const layer = layers.get(type)!;
      const ports = layer.inputs.filter(({ optional }) => !optional);
      for (const shape of shapes) {
        for (const dtype of ["float32", "int32"]) {
          const nodes = {
            constant: { type: "Constant", shape, value: 1, dtype },
            layer: { type, ...layer.fresh },
          };
          const typed = graphOf(
            nodes,
            ports.map(({ name }) => `constant -> layer.${name}`),
          );
          expect(typed.problems.map(({ code }) => code)).not.toContain("layer-failed");
          if (typed.problems.length > 0) continue;
          const lowered = lower(new ProgramBuilder(), typed, { batchSize: 7, training: true });
          const said = Object.entries(typed.nodes.get("layer")!.outputs);
          for (const [port, given] of said)
            expect(lowered.get("layer")!.outputs[port]?.type, port).toEqual(withBatch(given, 7));
        }
      }
    },
  );
});
