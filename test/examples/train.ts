import { copyFile, mkdir, mkdtemp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { openModel } from "../../engine/training/openModel";
import { Trainer } from "../../engine/training/Trainer";
import type { EpochEvent } from "../../engine/run/events";
import type { HostArray } from "../../engine/tensor/hostArrays";
import { createRuntime } from "../../engine/runtime/createRuntime";
import type { TypedGraph } from "../../engine/graph/typedGraph";
import { decodeSafetensors, type SafeTensor } from "../../engine/interop/safetensors";
import { gradientPass } from "../../engine/training/gradientPass";
import { dataFile } from "../dataFolder";
import { runsRoot } from "../runsRoot";

/** The folder of the examples. */
export const examples = fileURLToPath(new URL("../../examples", import.meta.url));

/** The files that examples read, by how their names begin: where they look for them, and the names in the data folder. */
const dataFiles: Readonly<Record<string, { readonly folder: string; readonly names: readonly string[] }>> = {
  mnist: { folder: "data/mnist", names: ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"] },
  shakespeare: { folder: "data", names: ["tinyshakespeare.txt"] },
};

/** Whether this machine has the files that an example reads. */
export function hasData(example: string): boolean {
  const { names } = dataFiles[example.split("-")[0]!] ?? { names: [] };
  return names.every((name) => dataFile(name) !== undefined);
}

/** Makes a copy of the examples with the files that they read, which the caller removes; returns its path. */
export async function copyExamples(): Promise<string> {
  const workspace = await mkdtemp(join(runsRoot(), "netloom-examples-"));
  for (const name of await readdir(examples))
    if (name.endsWith(".nn.json")) await copyFile(join(examples, name), join(workspace, name));
  for (const { folder, names } of Object.values(dataFiles)) {
    await mkdir(join(workspace, folder), { recursive: true });
    for (const name of names) {
      const file = dataFile(name);
      if (file) await copyFile(file, join(workspace, folder, name));
    }
  }
  return workspace;
}

/** A trained example. */
export interface Trained {
  readonly workspace: string;
  readonly name: string;
  /** The run folder. */
  readonly run: string;
  /** The loss of every step. */
  readonly losses: readonly number[];
  /** The metrics of every epoch. */
  readonly epochs: readonly EpochEvent[];
}

/** How long an example is trained, by default to completion, and from which seed, by default the document's. */
export interface TrainingOptions {
  readonly epochs?: number;
  readonly steps?: number;
  readonly seed?: number;
}

/** Trains an example on the CPU; a schedule is that of all of its epochs. */
export async function train(
  workspace: string,
  name: string,
  { epochs = Infinity, steps, seed }: TrainingOptions = {},
): Promise<Trained> {
  const file = join(workspace, `${name}.nn.json`);
  const done: EpochEvent[] = [];
  const losses: number[] = [];
  const trainer = await Trainer.open(
    {
      text: await readFile(file, "utf8"),
      file,
      workspace,
      runs: join(workspace, ".netloom/runs"),
      device: "cpu",
      probeEvery: 0,
      ...(steps !== undefined && { steps }),
      ...(seed !== undefined && { seed }),
    },
    (event) => {
      if (event.event === "steps") losses.push(...event.loss);
      if (event.event !== "epoch" || done.length >= epochs) return;
      done.push(event);
      if (done.length === epochs) trainer.stop();
    },
  );
  const { status } = await trainer.train();
  expect(status).toBe(epochs === Infinity ? "completed" : "stopped");
  return { workspace, name, run: trainer.run, losses, epochs: done };
}

/** The weights at the end of a run, by `node.weight`. */
export async function weightsAfter({ run }: Trained): Promise<ReadonlyMap<string, SafeTensor>> {
  return decodeSafetensors(await readFile(join(run, "checkpoints/last.safetensors"))).tensors;
}

/** A trained example's document, typed. */
export async function openTrained({ workspace, name }: Trained): Promise<TypedGraph> {
  const file = join(workspace, `${name}.nn.json`);
  const { typed } = await openModel(await readFile(file, "utf8"), { file, workspace });
  return typed!;
}

/**
 * The values of a port with the weights at the end of a run: in evaluation mode for a given batch, by port, or else in
 * training mode for the first one.
 */
export async function valueAt(
  trained: Trained,
  port: string,
  batch?: ReadonlyMap<string, SafeTensor>,
): Promise<HostArray> {
  const { workspace, name } = trained;
  const runtime = await createRuntime("cpu");
  try {
    const values = await gradientPass(await openTrained(trained), runtime, {
      place: { file: join(workspace, `${name}.nn.json`), workspace },
      seed: 1,
      training: batch === undefined,
      weights: await weightsAfter(trained),
      batch,
      warn: () => undefined,
    });
    return values.get(`value/${port}`)!.data;
  } finally {
    await runtime.dispose();
  }
}
