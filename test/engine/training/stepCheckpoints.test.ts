import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkpointPath, checkpointStep } from "../../../engine/runFolder/runPaths";
import {
  removeStepCheckpointsAfter,
  stepCheckpoints,
  surplusSteps,
  thinStepCheckpoints,
} from "../../../engine/training/stepCheckpoints";
import { folder, useFolder } from "./training";

useFolder();

/** The steps that remain after saving steps 1, 2, … in turn. */
function keptOf(steps: number, keep: number): number[] {
  let kept: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const now = [...kept, step];
    const surplus = surplusSteps(now, keep);
    kept = now.filter((other) => !surplus.includes(other));
  }
  return kept;
}

/** Creates empty files with these names. */
async function writeEmpty(...names: string[]): Promise<void> {
  await mkdir(join(folder, "checkpoints"));
  for (const name of names) await writeFile(join(folder, "checkpoints", name), "");
}

describe("thinning checkpoints by step", () => {
  it("keeps everything up to the limit", () => {
    expect(surplusSteps([10, 20, 30], 3)).toEqual([]);
    expect(surplusSteps([], 1)).toEqual([]);
  });

  it("keeps the newest if the limit is one, and also the first if it is two", () => {
    expect(surplusSteps([10, 20, 30], 1)).toEqual([20, 10]);
    expect(surplusSteps([10, 20, 30], 2)).toEqual([20]);
  });

  it("removes the one whose neighbours are closest", () => {
    expect(surplusSteps([0, 100, 110, 120, 300, 500], 5)).toEqual([110]);
  });

  it.each([3, 4, 5, 8, 20])("covers the whole run with %s, regardless of its length", (keep) => {
    for (let steps = 1; steps <= 400; steps++) {
      const kept = keptOf(steps, keep);
      expect(kept.length).toBe(Math.min(steps, keep));
      expect([kept[0], kept.at(-1)]).toEqual([1, steps]);
      const gaps = kept.slice(1).map((step, i) => step - kept[i]!);
      // At most twice as large as with equal gaps.
      if (steps > keep) expect(Math.max(...gaps)).toBeLessThanOrEqual((2 * (steps - 1)) / (keep - 1));
    }
  });

  it("moves the middle ones as the run gets longer", () => {
    expect(keptOf(400, 3)[1]).toBeGreaterThan(100);
  });

  it("thins out a folder with a larger former limit", () => {
    const steps = Array.from({ length: 100 }, (_, i) => (i + 1) * 10);
    const surplus = new Set(surplusSteps(steps, 4));
    expect(surplus.size).toBe(96);
    const kept = steps.filter((step) => !surplus.has(step));
    expect([kept[0], kept.at(-1)]).toEqual([10, 1000]);
    expect(kept[1]).toBeGreaterThan(100);
  });
});

describe("the checkpoints by step in a run folder", () => {
  it("are found by their file names, in the order of their steps", async () => {
    await writeEmpty("step-100.safetensors", "step-20.safetensors", "best.safetensors", "last.safetensors");
    for (const other of [
      "step-007.safetensors",
      "step-3.safetensors.tmp",
      "step-x.safetensors",
      "step-5.txt",
    ])
      await writeFile(join(folder, "checkpoints", other), "");
    expect(await stepCheckpoints(folder)).toEqual([20, 100]);
    expect(await stepCheckpoints(join(folder, "nowhere"))).toEqual([]);
  });

  it("are removed without affecting the best one", async () => {
    await writeEmpty(...[1, 2, 3, 4].map((step) => `step-${step}.safetensors`), "best.safetensors");
    await thinStepCheckpoints(folder, 2);
    const names = async () => (await readdir(join(folder, "checkpoints"))).sort();
    expect(await names()).toEqual(["best.safetensors", "step-1.safetensors", "step-4.safetensors"]);
    await removeStepCheckpointsAfter(folder, 1);
    expect(await names()).toEqual(["best.safetensors", "step-1.safetensors"]);
  });

  it("are named after the step", () => {
    expect(checkpointPath("run", 30)).toBe(join("run", "checkpoints", "step-30.safetensors"));
    expect(checkpointStep("step-30.safetensors")).toBe(30);
    expect(checkpointStep("last.safetensors")).toBeUndefined();
  });
});
