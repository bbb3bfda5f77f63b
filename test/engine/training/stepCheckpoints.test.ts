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

/** What stays of steps 1, 2, … after each of them was saved in turn. */
function keptOf(steps: number, keep: number): number[] {
  let kept: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const now = [...kept, step];
    const surplus = surplusSteps(now, keep);
    kept = now.filter((other) => !surplus.includes(other));
  }
  return kept;
}

/** Whole files, as far as a folder's list goes. */
async function saved(...names: string[]): Promise<void> {
  await mkdir(join(folder, "checkpoints"));
  for (const name of names) await writeFile(join(folder, "checkpoints", name), "");
}

describe("what stays of checkpoints by step", () => {
  it("is everything up to the bound", () => {
    expect(surplusSteps([10, 20, 30], 3)).toEqual([]);
    expect(surplusSteps([], 1)).toEqual([]);
  });

  it("is the newest where there may be one, and the first beside it where there may be two", () => {
    expect(surplusSteps([10, 20, 30], 1)).toEqual([20, 10]);
    expect(surplusSteps([10, 20, 30], 2)).toEqual([20]);
  });

  it("leaves out the one whose neighbours are closest", () => {
    expect(surplusSteps([0, 100, 110, 120, 300, 500], 5)).toEqual([110]);
  });

  it.each([3, 4, 5, 8, 20])("covers the whole run with %s, however long it becomes", (keep) => {
    for (let steps = 1; steps <= 400; steps++) {
      const kept = keptOf(steps, keep);
      expect(kept.length).toBe(Math.min(steps, keep));
      expect([kept[0], kept.at(-1)]).toEqual([1, steps]);
      const gaps = kept.slice(1).map((step, i) => step - kept[i]!);
      // Twice as large as in an even spread.
      if (steps > keep) expect(Math.max(...gaps)).toBeLessThanOrEqual((2 * (steps - 1)) / (keep - 1));
    }
  });

  it("moves what is in the middle as the run becomes longer", () => {
    expect(keptOf(400, 3)[1]).toBeGreaterThan(100);
  });

  it("thins out a folder that had a larger bound", () => {
    const steps = Array.from({ length: 100 }, (_, i) => (i + 1) * 10);
    const surplus = new Set(surplusSteps(steps, 4));
    expect(surplus.size).toBe(96);
    const kept = steps.filter((step) => !surplus.has(step));
    expect([kept[0], kept.at(-1)]).toEqual([10, 1000]);
    expect(kept[1]).toBeGreaterThan(100);
  });
});

describe("the checkpoints by step in a run's folder", () => {
  it("are what its files say, in the order of their steps", async () => {
    await saved("step-100.safetensors", "step-20.safetensors", "best.safetensors", "last.safetensors");
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

  it("go and stay without the best and the last", async () => {
    await saved(...[1, 2, 3, 4].map((step) => `step-${step}.safetensors`), "best.safetensors");
    await thinStepCheckpoints(folder, 2);
    const names = async () => (await readdir(join(folder, "checkpoints"))).sort();
    expect(await names()).toEqual(["best.safetensors", "step-1.safetensors", "step-4.safetensors"]);
    await removeStepCheckpointsAfter(folder, 1);
    expect(await names()).toEqual(["best.safetensors", "step-1.safetensors"]);
  });

  it("have a name that says the step", () => {
    expect(checkpointPath("run", 30)).toBe(join("run", "checkpoints", "step-30.safetensors"));
    expect(checkpointStep("step-30.safetensors")).toBe(30);
    expect(checkpointStep("last.safetensors")).toBeUndefined();
  });
});
