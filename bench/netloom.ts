// This engine's rows: node out/bench/netloom.cjs <mlp|cnn> <cpu|gpu|software>
import { initialWeights } from "../engine/compiler/initialWeights";
import type { HostArray } from "../engine/tensor/hostArrays";
import { trainingStep } from "../engine/compiler/trainingStep";
import { infer } from "../engine/graph/infer";
import { parse } from "../engine/document/parse";
import { sizeOf } from "../engine/tensor/tensor";
import { createRuntime, listDevices } from "../engine/runtime/createRuntime";
import { zeros } from "../engine/runtime/runtime";
import { answer, batches, batchSize, learningRate, measure } from "./peers/measure.mjs";

const heads = {
  mlp: {
    nodes: {
      flatten: { type: "Flatten" },
      hidden: { type: "Linear", outFeatures: 128 },
      relu: { type: "ReLU" },
    },
    chain: ["flatten", "hidden", "relu"],
  },
  cnn: {
    nodes: {
      conv1: { type: "Conv2d", outChannels: 16, kernelSize: 3, padding: 1 },
      relu1: { type: "ReLU" },
      pool1: { type: "MaxPool2d", kernelSize: 2 },
      conv2: { type: "Conv2d", outChannels: 32, kernelSize: 3, padding: 1 },
      relu2: { type: "ReLU" },
      pool2: { type: "MaxPool2d", kernelSize: 2 },
      flatten: { type: "Flatten" },
    },
    chain: ["conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "flatten"],
  },
} as const;

function document(model: keyof typeof heads): string {
  const { nodes, chain } = heads[model];
  const path = ["digits.image", ...chain, "logits", "loss.input"];
  return JSON.stringify({
    netloom: 1,
    nodes: {
      digits: { type: "Dataset", source: "digits" },
      ...nodes,
      logits: { type: "Linear", outFeatures: 10 },
      loss: { type: "CrossEntropyLoss" },
    },
    edges: [...path.slice(1).map((to, i) => `${path[i] ?? ""} -> ${to}`), "digits.label -> loss.target"],
    training: { epochs: 1, batchSize, seed: 1, optimizer: { type: "Adam", learningRate }, metrics: [] },
  });
}

/** Whether there is a hardware GPU, and the name of the WebGPU adapter used. */
async function devices(): Promise<void> {
  const found = await listDevices();
  const gpu = found.find(({ kind }) => kind === "gpu");
  const adapter = gpu ?? found.find(({ kind }) => kind === "software");
  answer({ gpu: gpu !== undefined, adapter: adapter?.name ?? "none" });
  process.exit(0);
}

async function main(): Promise<void> {
  if (process.argv[2] === "devices") return devices();
  const [model, device] = process.argv.slice(2) as [keyof typeof heads, "cpu" | "gpu" | "software"];
  const { graph, problems } = parse(document(model));
  if (!graph) throw new Error(problems.map(({ message }) => message).join("\n"));
  const typed = infer(graph);
  if (typed.problems.length > 0) throw new Error(typed.problems.map(({ message }) => message).join("\n"));

  const { program, scalars } = trainingStep(typed, batchSize);
  const runtime = await createRuntime(device);
  const session = runtime.open();
  let loss = NaN;
  const executable = await session.load(program, (_, outputs) => (loss = outputs.loss?.[0] ?? NaN));
  const weights = Object.entries(initialWeights(typed, 1));
  await session.write(Object.fromEntries(weights.map(([name, values]) => [name, Float32Array.from(values)])));

  const feeds: Record<string, HostArray> = Object.fromEntries(
    program.feeds.map(({ name, value }) => [name, zeros(value.type.dtype, sizeOf(value.type.shape))]),
  );
  const data = batches();
  const step = (index: number): Promise<void> | undefined => {
    const batch = data[index % data.length];
    if (batch) {
      feeds["digits.image"]?.set(batch.pixels);
      feeds["digits.label"]?.set(batch.labels);
    }
    feeds.step?.fill(index + 1);
    for (const { feed, at } of scalars) feeds[feed]?.fill(at(index + 1, learningRate));
    return executable.run(feeds, index);
  };
  const milliseconds = await measure(step, async () => {
    await executable.drain();
    return loss;
  });
  answer({ milliseconds, device: runtime.device.name });
  await runtime.dispose();
  process.exit(0);
}

void main();
