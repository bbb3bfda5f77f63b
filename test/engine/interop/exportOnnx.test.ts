import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { inferenceStep } from "../../../engine/compiler/inferenceStep";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { weightsOf } from "../../../engine/compiler/weights";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/document/parse";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { exportOnnx } from "../../../engine/interop/onnx/exportOnnx";
import { fillUniform } from "../../../engine/ops/philox";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";

const models: Record<string, Record<string, Record<string, unknown>>> = {
  "a multilayer perceptron": {
    flatten: { type: "Flatten" },
    hidden: { type: "Linear", outFeatures: 16 },
    drop: { type: "Dropout" },
    logits: { type: "Linear", outFeatures: 3 },
  },
  "a convolutional network": {
    conv: { type: "Conv2d", outChannels: 4, kernelSize: 3, padding: 1 },
    relu: { type: "ReLU" },
    max: { type: "MaxPool2d", kernelSize: 2 },
    mean: { type: "AvgPool2d", kernelSize: 2 },
    flatten: { type: "Flatten" },
    probabilities: { type: "Softmax" },
  },
  "the indices of maxima": {
    conv: { type: "Conv2d", outChannels: 3, kernelSize: 3 },
    pool: { type: "MaxPool2d", kernelSize: 2, stride: 1 },
    numbers: { type: "Cast", dtype: "float32" },
  },
  "shared weights": {
    flatten: { type: "Flatten" },
    first: { type: "Linear", outFeatures: 48 },
    tanh: { type: "Tanh" },
    second: { type: "Linear", outFeatures: 48, weightsOf: "first" },
    third: { type: "Linear", outFeatures: 48, bias: false, weightsOf: { weight: "second.weight" } },
  },
  "a recurrent network": {
    rows: { type: "Reshape", shape: [8, 6] },
    lstm: { type: "LSTM", hiddenSize: 5 },
    head: { type: "Linear", outFeatures: 2 },
  },
};

describe("exporting to ONNX", () => {
  it.each(Object.keys(models))(
    "%s gives the same numbers in ONNX Runtime, at any batch size",
    async (name) => {
      const typed = chain(models[name]!);
      const weights = initialWeights(typed, 5);
      const tensors = new Map(
        weightsOf(typed).map(({ name, shape }) => [name, { shape, data: Float32Array.from(weights[name]!) }]),
      );
      const { bytes } = exportOnnx((batchSize) => inferenceStep(typed, batchSize), tensors);
      const names = [
        ...Buffer.from(bytes)
          .toString("latin1")
          .matchAll(/first\.weight|second\.weight|third\.weight/g),
      ];
      expect(new Set(names.map(([name]) => name))).toEqual(
        new Set(name === "shared weights" ? ["first.weight"] : []),
      );
      const session = await InferenceSession.create(bytes);
      expect(session.inputNames).toEqual(["x.output"]);
      expect(session.inputMetadata[0]).toMatchObject({ shape: ["N", 1, 8, 6] });
      for (const batchSize of [1, 5]) {
        const x = new Float32Array(batchSize * 48);
        fillUniform(x, 3, batchSize, 0);
        const expected = await forward(typed, batchSize, weights, x);
        const actual = await session.run({ "x.output": new Tensor("float32", x, [batchSize, 1, 8, 6]) });
        expect(Object.keys(actual)).toEqual(Object.keys(expected));
        for (const [output, values] of Object.entries(expected)) {
          expect(actual[output]!.dims[0]).toBe(batchSize);
          const largest = Math.max(...values.map(Math.abs));
          values.forEach((value, i) => {
            expect(Math.abs(Number(actual[output]!.data[i]) - value)).toBeLessThan(1e-5 * largest);
          });
        }
      }
    },
  );

  it("makes noise an input, leaves out targets and makes the batch axis symbolic", async () => {
    const { graph, problems } = parse(
      JSON.stringify({
        netloom: 1,
        nodes: {
          x: { type: "Input", shape: [4] },
          noise: { type: "Noise", shape: [4] },
          sum: { type: "Add" },
          y: { type: "Linear", outFeatures: 2 },
          t: { type: "Input", shape: [1, 2] },
          goal: { type: "Flatten" },
          loss: { type: "MSELoss" },
          twice: { type: "Add" },
          penalty: { type: "L1Loss" },
        },
        edges: [
          "y -> twice",
          "y -> twice",
          "twice -> penalty.input",
          "y -> penalty.target",
          "x -> sum",
          "noise -> sum",
          "sum -> y",
          "y -> loss.input",
          "t -> goal",
          "goal -> loss.target",
        ],
      }),
    );
    expect(problems).toEqual([]);
    const typed = infer(graph!);
    const weights = initialWeights(typed, 5, Float32Array);
    const tensors = new Map(
      weightsOf(typed).map(({ name, shape }) => [name, { shape, data: weights[name]! }]),
    );
    const { bytes, anyBatch } = exportOnnx((batchSize) => inferenceStep(typed, batchSize), tensors);
    expect(anyBatch).toBe(true);
    const session = await InferenceSession.create(bytes);
    expect(session.inputNames).toEqual(["x.output", "noise.output"]);
    expect(session.inputMetadata[1]).toMatchObject({ shape: ["N", 4] });
    expect(session.outputNames).toEqual(["y.output"]);
    for (const batchSize of [1, 6]) {
      const x = new Float32Array(batchSize * 4).fill(1);
      const noise = new Float32Array(batchSize * 4);
      fillUniform(noise, 3, batchSize, 0);
      const { "y.output": y } = await session.run({
        "x.output": new Tensor("float32", x, [batchSize, 4]),
        "noise.output": new Tensor("float32", noise, [batchSize, 4]),
      });
      expect(y!.dims).toEqual([batchSize, 2]);
      const [w, b] = [weights["y.weight"]!, weights["y.bias"]!];
      for (let row = 0; row < batchSize; row++)
        for (let out = 0; out < 2; out++) {
          let expected = b[out]!;
          for (let k = 0; k < 4; k++) expected += w[out * 4 + k]! * (1 + noise[row * 4 + k]!);
          expect(y!.data[row * 2 + out]).toBeCloseTo(expected, 5);
        }
    }
  });

  const recurrent: Record<string, Record<string, unknown>> = {
    LSTM: { type: "LSTM", hiddenSize: 5 },
    "LSTM without bias, in two layers": { type: "LSTM", hiddenSize: 3, numLayers: 2, bias: false },
    "LSTM in both directions and two layers": {
      type: "LSTM",
      hiddenSize: 3,
      numLayers: 2,
      bidirectional: true,
    },
    GRU: { type: "GRU", hiddenSize: 4 },
    "GRU in both directions": { type: "GRU", hiddenSize: 4, bidirectional: true },
    "RNN with tanh": { type: "RNN", hiddenSize: 4, numLayers: 2 },
    "RNN with ReLU in both directions": {
      type: "RNN",
      hiddenSize: 4,
      nonlinearity: "relu",
      bidirectional: true,
    },
  };

  it.each(Object.entries(recurrent))(
    "%s becomes ONNX's own operator, with and without initial states",
    async (_, layer) => {
      const {
        type,
        hiddenSize,
        numLayers = 1,
        bidirectional,
      } = layer as {
        type: string;
        hiddenSize: number;
        numLayers?: number;
        bidirectional?: boolean;
      };
      const runs = numLayers * (bidirectional ? 2 : 1);
      const state = runs === 1 ? [hiddenSize] : [runs, hiddenSize];
      const states = type === "LSTM" ? ["hidden", "cell"] : ["hidden"];
      for (const given of [false, true]) {
        const first = given ? states.map((name) => `${name}0`) : [];
        const { graph, problems } = parse(
          JSON.stringify({
            netloom: 1,
            nodes: {
              x: { type: "Input", shape: [7, 3] },
              ...Object.fromEntries(first.map((name) => [name, { type: "Input", shape: state }])),
              layer,
              ...Object.fromEntries(
                ["output", ...states].map((port) => [`${port}Out`, { type: "Identity" }]),
              ),
            },
            edges: [
              "x -> layer.input",
              ...first.map((name) => `${name} -> layer.${name}`),
              ...["output", ...states].map((port) => `layer.${port} -> ${port}Out`),
            ],
          }),
        );
        expect(problems).toEqual([]);
        const typed = infer(graph!);
        expect(typed.problems).toEqual([]);
        const weights = initialWeights(typed, 5);
        const tensors = new Map(
          weightsOf(typed).map(({ name, shape }) => [
            name,
            { shape, data: Float32Array.from(weights[name]!) },
          ]),
        );
        const { bytes, anyBatch } = exportOnnx((batchSize) => inferenceStep(typed, batchSize), tensors);
        expect(anyBatch).toBe(true);
        expect(Buffer.from(bytes).includes("hidden_size")).toBe(true);
        const session = await InferenceSession.create(bytes);
        expect(session.inputNames).toEqual(["x.output", ...first.map((name) => `${name}.output`)]);
        for (const batchSize of [1, 5]) {
          const shapes = [[7, 3], ...first.map(() => state)];
          const feeds = session.inputNames.map((name, i) => {
            const shape = [batchSize, ...shapes[i]!];
            const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
            fillUniform(data, 3, batchSize, i);
            return [name, { shape, data }] as const;
          });
          const expected = await run(
            typed,
            batchSize,
            weights,
            Object.fromEntries(feeds.map(([name, { data }]) => [name, data])),
          );
          const actual = await session.run(
            Object.fromEntries(
              feeds.map(([name, { shape, data }]) => [name, new Tensor("float32", data, shape)]),
            ),
          );
          expect(Object.keys(actual)).toEqual(Object.keys(expected));
          for (const [name, values] of Object.entries(expected)) {
            expect(actual[name]!.data.length).toBe(values.length);
            values.forEach((value, i) => {
              expect(Math.abs(Number(actual[name]!.data[i]) - value)).toBeLessThan(1e-5);
            });
          }
        }
      }
    },
  );

  it("refuses weights that are missing or have the wrong size", () => {
    const typed = chain(models["a multilayer perceptron"]!);
    expect(() => exportOnnx((batchSize) => inferenceStep(typed, batchSize), new Map())).toThrow(
      "hidden.weight needs 768 elements but has 0",
    );
  });
});

/** A chain of layers after an Input of [1, 8, 6]. */
function chain(layers: Record<string, Record<string, unknown>>): TypedGraph {
  const nodes = { x: { type: "Input", shape: [1, 8, 6], dtype: "float32" }, ...layers };
  const ids = Object.keys(nodes);
  const ports: Record<string, string> = { lstm: "lstm.hidden", pool: "pool.indices" };
  const edges = ids.slice(1).map((id, i) => `${ports[ids[i]!] ?? ids[i]!} -> ${id}`);
  const { graph, problems } = parse(JSON.stringify({ netloom: 1, nodes, edges }));
  expect(problems).toEqual([]);
  const typed = infer(graph!);
  expect(typed.problems).toEqual([]);
  return typed;
}

async function forward(
  typed: TypedGraph,
  batchSize: number,
  weights: Record<string, Float64Array>,
  x: Float32Array,
): Promise<Record<string, number[]>> {
  return run(typed, batchSize, weights, { "x.output": x });
}

async function run(
  typed: TypedGraph,
  batchSize: number,
  weights: Record<string, Float64Array>,
  feeds: Record<string, Float32Array>,
): Promise<Record<string, number[]>> {
  let result: Record<string, number[]> = {};
  const session = new ReferenceRuntime().open();
  const executable = await session.load(inferenceStep(typed, batchSize), (_, outputs) => {
    result = Object.fromEntries(Object.entries(outputs).map(([name, data]) => [name, [...data]]));
  });
  await session.write(weights);
  await executable.run(feeds, 0);
  return result;
}
