import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Trainer } from "../../engine/training/Trainer";
import { expectUserError } from "./sound";

const text = JSON.stringify({
  netloom: 1,
  nodes: {
    data: { type: "Dataset", source: "moons", samples: 20 },
    hidden: { type: "Linear", outFeatures: 3 },
    relu: { type: "ReLU" },
    logits: { type: "Linear", outFeatures: 2 },
    loss: { type: "CrossEntropyLoss" },
  },
  edges: [
    "data.input -> hidden",
    "hidden -> relu",
    "relu -> logits",
    "logits -> loss.input",
    "data.label -> loss.target",
  ],
  training: { epochs: 4, batchSize: 4, metrics: ["accuracy"], schedule: { type: "ReduceLROnPlateau" } },
});

/** The files of a small model's run that was stopped halfway, by path in the run folder. */
export type RunFiles = Map<string, Uint8Array>;

let files: RunFiles | undefined;

/** The files of such a run, which is trained once per process. */
export async function baseRun(): Promise<RunFiles> {
  if (files) return new Map(files);
  const folder = mkdtempSync(join(tmpdir(), "netloom-fuzz-"));
  const trainer = await Trainer.open(options(folder, 9), () => undefined);
  await trainer.train();
  const names = readdirSync(trainer.run, { recursive: true }).map(String);
  files = new Map(
    names
      .filter((name) => statSync(join(trainer.run, name)).isFile())
      .map((name) => [name, readFileSync(join(trainer.run, name))]),
  );
  rmSync(folder, { recursive: true, force: true });
  return new Map(files);
}

/** Writes a run's files to `runs/run` in a folder and returns its path. */
export function writeRun(folder: string, content: RunFiles): string {
  const run = join(folder, "runs", "run");
  mkdirSync(run, { recursive: true });
  for (const [name, bytes] of content) {
    mkdirSync(dirname(join(run, name)), { recursive: true });
    writeFileSync(join(run, name), bytes);
  }
  return run;
}

/** Resumes a run for a few steps. Throws unless it trains, or fails with an error for the user. */
export async function resume(folder: string, run: string): Promise<void> {
  let trainer: Trainer;
  const steps = 12;
  try {
    trainer = await Trainer.open({ ...options(folder, steps), resume: run }, () => undefined);
  } catch (error) {
    expectUserError(error, text + run);
    return;
  }
  const { error, step } = await trainer.train();
  if (error) {
    if (error.code === "internal") throw new Error(`the resumed run ended with: ${error.message}`);
    return;
  }
  if (!Number.isInteger(step) || step < 0 || step > 1000) throw new Error(`it ended at step ${String(step)}`);
}

function options(folder: string, steps: number) {
  return {
    text,
    file: join(folder, "model.nn.json"),
    workspace: folder,
    runs: join(folder, "runs"),
    device: "reference" as const,
    steps,
    probeEvery: 0,
  };
}
