import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { inferenceStep } from "../../../engine/compiler/inferenceStep";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { weightsOf } from "../../../engine/compiler/weights";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/graph/parse";
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
  "the places of maxima": {
    conv: { type: "Conv2d", outChannels: 3, kernelSize: 3 },
    pool: { type: "MaxPool2d", kernelSize: 2, stride: 1 },
    numbers: { type: "Cast", dtype: "float32" },
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
      const bytes = exportOnnx((batchSize) => inferenceStep(typed, batchSize), tensors);
      const session = await InferenceSession.create(bytes);
      expect(session.inputNames).toEqual(["x.output"]);
      expect(session.inputMetadata[0]).toMatchObject({ shape: ["N", 1, 8, 6] });
      for (const batchSize of [1, 5]) {
        const x = new Float32Array(batchSize * 48);
        fillUniform(x, 3, batchSize, 0);
        const wanted = await forward(typed, batchSize, weights, x);
        const got = await session.run({ "x.output": new Tensor("float32", x, [batchSize, 1, 8, 6]) });
        expect(Object.keys(got)).toEqual(Object.keys(wanted));
        for (const [output, values] of Object.entries(wanted)) {
          expect(got[output]!.dims[0]).toBe(batchSize);
          const largest = Math.max(...values.map(Math.abs));
          values.forEach((value, i) => {
            expect(Math.abs(Number(got[output]!.data[i]) - value)).toBeLessThan(1e-5 * largest);
          });
        }
      }
    },
  );

  it("refuses weights that are missing or do not fit", () => {
    const typed = chain(models["a multilayer perceptron"]!);
    expect(() => exportOnnx((batchSize) => inferenceStep(typed, batchSize), new Map())).toThrow(
      "hidden.weight needs 768 numbers and has 0",
    );
  });
});

/** Layers one after the other behind an Input of [1, 8, 6]. */
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
  let result: Record<string, number[]> = {};
  const session = new ReferenceRuntime().open();
  const executable = await session.load(inferenceStep(typed, batchSize), (_, outputs) => {
    result = Object.fromEntries(Object.entries(outputs).map(([name, data]) => [name, [...data]]));
  });
  await session.write(weights);
  await executable.run({ "x.output": x }, 0);
  return result;
}
