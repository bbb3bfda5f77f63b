import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { initialWeights } from "../../../../engine/compiler/initialWeights";
import type { Program } from "../../../../engine/compiler/program";
import type { HostArray } from "../../../../engine/tensor/hostArrays";
import { statisticsStep, trainingStep } from "../../../../engine/compiler/trainingStep";
import { infer } from "../../../../engine/graph/infer";
import { parse } from "../../../../engine/document/parse";
import type { TypedGraph } from "../../../../engine/graph/typedGraph";
import { fillUniform } from "../../../../engine/ops/philox";
import { sizeOf } from "../../../../engine/tensor/tensor";
import { createOnnxRuntime } from "../../../../engine/runtime/onnx/createOnnxRuntime";
import { ReferenceRuntime } from "../../../../engine/runtime/reference/ReferenceRuntime";
import type { Runtime } from "../../../../engine/runtime/runtime";

const image = [1, 9, 8];
const models: Record<string, Record<string, Record<string, unknown>>> = {
  "dropout between layers": {
    flatten: { type: "Flatten" },
    hidden: { type: "Linear", outFeatures: 7 },
    relu: { type: "ReLU" },
    drop: { type: "Dropout", p: 0.4 },
  },
  "convolutions and poolings, with and without remainders": {
    conv1: { type: "Conv2d", outChannels: 3, kernelSize: 3, padding: 1 },
    relu1: { type: "ReLU" },
    max1: { type: "MaxPool2d", kernelSize: 2 },
    conv2: { type: "Conv2d", outChannels: 4, kernelSize: [2, 3], padding: [0, 1], stride: [1, 2] },
    relu2: { type: "ReLU" },
    max2: { type: "MaxPool2d", kernelSize: 2, stride: 1 },
    flatten: { type: "Flatten" },
  },
  "an average pooling": {
    conv: { type: "Conv2d", outChannels: 3, kernelSize: 2, bias: false },
    sigmoid: { type: "Sigmoid" },
    mean: { type: "AvgPool2d", kernelSize: 2, padding: 1 },
    flatten: { type: "Flatten" },
  },
  ...Object.fromEntries(
    ["RNN", "LSTM", "GRU"].map((type) => [
      `${type} over rows`,
      { rows: { type: "Reshape", shape: image.slice(1) }, memory: { type, hiddenSize: 5 } },
    ]),
  ),
};

let cpu: Runtime;
beforeAll(async () => {
  cpu = await createOnnxRuntime();
});
afterAll(() => cpu.dispose());

describe("training steps on ONNX Runtime match the reference in outputs, statistics and state:", () => {
  it.each(Object.keys(models))("%s", async (name) => {
    const typed = classifier(models[name]!);
    const step = trainingStep(typed, 6);
    const wanted = await train(new ReferenceRuntime(), typed, step);
    const got = await train(cpu, typed, step);
    expect(Object.keys(got)).toEqual(Object.keys(wanted));
    for (const [key, values] of Object.entries(wanted)) {
      // A count may differ by one if rounding moves an element over the edge of a bin.
      if (key.includes("Histogram")) {
        const moved = values.reduce((sum, value, i) => sum + Math.abs(value - got[key]![i]!), 0);
        expect(moved, key).toBeLessThanOrEqual(4);
        continue;
      }
      const largest = Math.max(1e-6, ...values.map(Math.abs));
      values.forEach((value, i) => {
        expect(Math.abs(got[key]![i]! - value) / largest, `${key}[${i}]`).toBeLessThan(2e-4);
      });
    }
  });
});

/** A chain of layers from a batch of images to scores for three classes. */
function classifier(layers: Record<string, Record<string, unknown>>): TypedGraph {
  const nodes = {
    x: { type: "Input", shape: image, dtype: "float32" },
    ...layers,
    head: { type: "Linear", outFeatures: 3 },
    label: { type: "Input", shape: [], dtype: "int32" },
    loss: { type: "CrossEntropyLoss" },
  };
  const ids = ["x", ...Object.keys(layers), "head"];
  const port = (id: string) => (id === "memory" ? "memory.hidden" : id);
  const edges = ids.slice(1).map((id, i) => `${port(ids[i]!)} -> ${id}`);
  edges.push("head -> loss.input", "label -> loss.target");
  const training = { optimizer: { type: "Adam", learningRate: 0.01 }, metrics: ["accuracy"] };
  const { graph, problems } = parse(JSON.stringify({ netloom: 1, nodes, edges, training }));
  expect(problems).toEqual([]);
  const typed = infer(graph!);
  expect(typed.problems).toEqual([]);
  return typed;
}

/** The outputs of each of three steps, and the state afterwards. */
async function train(
  runtime: Runtime,
  typed: TypedGraph,
  { program, scalars }: { program: Program; scalars: ReturnType<typeof trainingStep>["scalars"] },
): Promise<Record<string, number[]>> {
  const results: Record<string, number[]> = {};
  const session = runtime.open();
  const executable = await session.load(program, (index, outputs) => {
    for (const [name, data] of Object.entries(outputs)) results[`${index} ${name}`] = [...data];
  });
  const statistics = await session.load(statisticsStep(typed, 6), (index, outputs) => {
    for (const [name, data] of Object.entries(outputs)) results[`${index} ${name}`] = [...data];
  });
  const weights = initialWeights(typed, 3);
  await session.write(
    Object.fromEntries(Object.entries(weights).map(([name, data]) => [name, Float32Array.from(data)])),
  );
  for (const index of [1, 2, 3]) {
    const feeds = Object.fromEntries(
      program.feeds.map(({ name, value: { type } }): [string, HostArray] => {
        const scalar = scalars.find(({ feed }) => feed === name);
        if (scalar) return [name, Float32Array.of(scalar.at(index, 0.01))];
        if (name === "step") return [name, Int32Array.of(index)];
        if (name === "seed") return [name, Int32Array.of(-5)];
        const size = sizeOf(type.shape);
        if (type.dtype === "int32")
          return [name, Int32Array.from({ length: size }, (_, i) => (i + index) % 3)];
        const data = new Float32Array(size);
        fillUniform(data, 9, index, 0);
        // Mostly zeros, like drawings, so that windows usually contain equal elements.
        return [name, data.map((value) => (value < 0.7 ? 0 : value))];
      }),
    );
    await statistics.run(feeds, index);
    await executable.run(feeds, index);
  }
  const names = program.state.map(({ name }) => name);
  for (const [name, data] of Object.entries(await session.read(names))) results[name] = [...data];
  session.dispose();
  return results;
}
