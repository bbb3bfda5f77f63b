import { describe, expect, it } from "vitest";
import type { HostArrays } from "../../../engine/tensor/hostArrays";
import { statisticsStep } from "../../../engine/compiler/trainingStep";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/document/parse";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { readStatistics } from "../../../engine/training/statistics";
import { runProgram } from "../runProgram";

function typed(input: readonly number[], nodes: Record<string, object>): TypedGraph {
  const ids = ["x", ...Object.keys(nodes)];
  const text = JSON.stringify({
    netloom: 1,
    nodes: {
      x: { type: "Input", shape: input },
      ...nodes,
      y: { type: "Input", shape: [1] },
      flat: { type: "Flatten" },
      head: { type: "Linear", outFeatures: 1 },
      loss: { type: "MSELoss" },
    },
    edges: [
      ...Object.keys(nodes).map((id, index) => `${ids[index]} -> ${id}`),
      `${ids.at(-1)} -> flat`,
      "flat -> head",
      "head -> loss.input",
      "y -> loss.target",
    ],
    training: { optimizer: { type: "SGD", learningRate: 0.1 } },
  });
  const { graph, problems } = parse(text);
  expect(problems).toEqual([]);
  const result = infer(graph!);
  expect(result.problems).toEqual([]);
  return result;
}

/** One probed step on the reference runtime; feeds and weights that are not given are 1. */
async function statistics(graph: TypedGraph, given: HostArrays = {}) {
  const program = statisticsStep(graph, 2);
  const learningRate = Float64Array.of(0.1);
  const outputs = await runProgram(program, { ...given, "optimizer/learningRate": learningRate });
  return readStatistics(graph, program.outputs, "run", 1, outputs);
}

describe("the statistics of a step", () => {
  it("measures weight, gradient and update", async () => {
    const graph = typed([2], { relu: { type: "ReLU" } });
    // head = 1·1 + 1·1 + 1 = 3, target 1, mean squared error: the gradient of each weight is 2·(3 − 1) = 4.
    const { weights } = await statistics(graph);
    expect(weights.map(({ node, name, size }) => [node, name, size])).toEqual([
      ["head", "weight", 2],
      ["head", "bias", 1],
    ]);
    expect(weights[0]).toMatchObject({ zeroShare: 0, notFinite: 0 });
    expect(weights[0]!.gradientNorm).toBeCloseTo(4 * Math.SQRT2, 9);
    expect(weights[0]!.weightNorm).toBeCloseTo(Math.SQRT2, 9);
    expect(weights[0]!.updateRatio).toBeCloseTo(0.4, 9);
  });

  it("counts the dead units of a ReLU, and names the layer that feeds it, in either layout", async () => {
    const channels = typed([1, 3, 3], {
      conv: { type: "Conv2d", outChannels: 4, kernelSize: 2 },
      relu: { type: "ReLU" },
    });
    const dead = await statistics(channels, { "conv.bias": Float64Array.of(1, -99, 1, 1) });
    expect(dead.activations).toEqual([{ node: "relu", zeroShare: 0.25, deadShare: 0.25, follows: "conv" }]);
    const bias = dead.weights.find(({ node, name }) => node === "conv" && name === "bias");
    expect(bias?.zeroShare).toBe(0.25);

    // [batch, time, features]: two of four features are dead, no time step is.
    const sequence = typed([3, 2], { linear: { type: "Linear", outFeatures: 4 }, relu: { type: "ReLU" } });
    const still = await statistics(sequence, { "linear.bias": Float64Array.of(1, -99, 1, -99) });
    expect(still.activations).toEqual([{ node: "relu", zeroShare: 0.5, deadShare: 0.5, follows: "linear" }]);

    // Features unflattened to images of three channels: one channel is dead, and one column of another.
    const pictures = typed([5], {
      linear: { type: "Linear", outFeatures: 48 },
      unflatten: { type: "Unflatten", dim: 1, unflattenedSize: [3, 4, 4] },
      relu: { type: "ReLU" },
    });
    const biases = Float64Array.from({ length: 48 }, (_, i) => (i < 16 || (i < 32 && i % 4 === 0) ? -99 : 1));
    const drawn = await statistics(pictures, { "linear.bias": biases });
    expect(drawn.activations).toMatchObject([{ node: "relu", follows: "linear" }]);
    expect(drawn.activations[0]!.zeroShare).toBeCloseTo(20 / 48, 12);
    expect(drawn.activations[0]!.deadShare).toBeCloseTo(1 / 3, 12);
  });

  it("names no node if an activation is applied to data", async () => {
    const { activations } = await statistics(typed([2], { relu: { type: "ReLU" } }));
    expect(activations).toEqual([{ node: "relu", zeroShare: 0, deadShare: 0 }]);
  });
});
