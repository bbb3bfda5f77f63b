import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect } from "vitest";
import { decodeSafetensors } from "../../../engine/interop/safetensors";
import type { EndEvent, RunEvent } from "../../../engine/run/events";
import type { TrainOptions } from "../../../engine/run/options";
import { describeError } from "../../../engine/training/describeError";
import { Trainer } from "../../../engine/training/Trainer";
import { runsRoot } from "../../runsRoot";

/** The test's temporary folder, which is the workspace and contains the runs; see `useFolder`. */
export let folder: string;

/** Creates a temporary folder for each test of a file or suite. */
export function useFolder(): void {
  beforeEach(async () => {
    const own = await mkdtemp(join(runsRoot(), "netloom-train-"));
    folder = own;
    // Not `folder`, which a suite inside this one may have replaced by then.
    return () => rm(own, { recursive: true, force: true });
  });
}

type Listener = (event: RunEvent, trainer: Trainer) => void;

/** Trains to the end, by default on the CPU. */
export async function train(
  options: Partial<TrainOptions> & { text: string },
  listener: Listener = () => undefined,
): Promise<{ events: RunEvent[]; end: EndEvent }> {
  const events: RunEvent[] = [];
  const trainer: Trainer = await Trainer.open(complete(options), (event) => {
    // Emitted before the trainer exists.
    if (event.event === "preparing") return;
    events.push(event);
    listener(event, trainer);
  });
  return { events, end: await trainer.train() };
}

/** Options with defaults: a run in the test's folder on the CPU. */
export function complete(options: Partial<TrainOptions> & { text: string }): TrainOptions {
  const file = join(folder, "moons.nn.json");
  return { file, workspace: folder, runs: join(folder, "runs"), device: "cpu", probeEvery: 0, ...options };
}

/** The error with which opening a run fails. */
export async function openError(options: Partial<TrainOptions> & { text: string }) {
  return Trainer.open(complete(options), () => undefined).then(
    () => expect.fail("the run was opened"),
    describeError,
  );
}

/** The numbers of the reported steps. */
export function stepsOf(events: readonly RunEvent[]): number[] {
  return events.flatMap((event) =>
    event.event === "steps" ? event.loss.map((_, i) => event.first + i) : [],
  );
}

export async function lastCheckpoint(run: string) {
  return decodeSafetensors(await readFile(join(run, "checkpoints", "last.safetensors"))).tensors;
}
