import { copyFile, mkdir, mkdtemp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { openModel } from "../../engine/training/openModel";
import { Trainer } from "../../engine/training/Trainer";
import type { EpochEvent } from "../../engine/run/events";
import type { HostArray } from "../../engine/tensor/hostArrays";
import { createRuntime } from "../../engine/runtime/createRuntime";
import { decodeSafetensors } from "../../engine/interop/safetensors";
import { gradientPass } from "../../engine/training/gradientPass";
import { dataFile } from "../dataFolder";
import { runsRoot } from "../runsRoot";

/** The folder of the examples. */
export const examples = fileURLToPath(new URL("../../examples", import.meta.url));
const mnist = ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];
const mnistFiles = mnist.flatMap((name) => dataFile(name) ?? []);
/** Whether the examples that need MNIST can be trained. */
export const hasMnist = mnistFiles.length === mnist.length;

/** Makes a copy of the examples with the files of MNIST, which the caller removes; returns its path. */
export async function copyExamples(): Promise<string> {
  const workspace = await mkdtemp(join(runsRoot(), "netloom-examples-"));
  for (const name of await readdir(examples))
    if (name.endsWith(".nn.json")) await copyFile(join(examples, name), join(workspace, name));
  await mkdir(join(workspace, "data/mnist"), { recursive: true });
  for (const [index, file] of mnistFiles.entries())
    await copyFile(file, join(workspace, "data/mnist", mnist[index]!));
  return workspace;
}

/** A trained example. */
export interface Trained {
  readonly workspace: string;
  readonly name: string;
  /** The run folder. */
  readonly run: string;
  /** The metrics of every epoch. */
  readonly epochs: readonly EpochEvent[];
}

/** Trains an example on the CPU, to completion or for some epochs; a schedule is that of all of its epochs. */
export async function train(workspace: string, name: string, epochs = Infinity): Promise<Trained> {
  const file = join(workspace, `${name}.nn.json`);
  const done: EpochEvent[] = [];
  const trainer = await Trainer.open(
    {
      text: await readFile(file, "utf8"),
      file,
      workspace,
      runs: join(workspace, ".netloom/runs"),
      device: "cpu",
      probeEvery: 0,
    },
    (event) => {
      if (event.event !== "epoch" || done.length >= epochs) return;
      done.push(event);
      if (done.length === epochs) trainer.stop();
    },
  );
  const { status } = await trainer.train();
  expect(status).toBe(epochs === Infinity ? "completed" : "stopped");
  return { workspace, name, run: trainer.run, epochs: done };
}

/** The values of a port for the first batch, with the weights at the end of a run. */
export async function valueAt({ workspace, name, run }: Trained, port: string): Promise<HostArray> {
  const file = join(workspace, `${name}.nn.json`);
  const { typed } = await openModel(await readFile(file, "utf8"), { file, workspace });
  const { tensors } = decodeSafetensors(await readFile(join(run, "checkpoints/last.safetensors")));
  const runtime = await createRuntime("cpu");
  try {
    const values = await gradientPass(typed!, runtime, {
      place: { file, workspace },
      seed: 1,
      training: true,
      weights: tensors,
      batch: undefined,
      warn: () => undefined,
    });
    return values.get(`value/${port}`)!.data;
  } finally {
    await runtime.dispose();
  }
}
