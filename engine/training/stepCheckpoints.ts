import { readdir, rm } from "node:fs/promises";
import { checkpointPath, checkpointStep, runPaths } from "../runFolder/runPaths";
import { cannotWrite } from "./errors";

/** The steps of which a run folder has a checkpoint, in ascending order, from the names of its files. */
export async function stepCheckpoints(run: string): Promise<number[]> {
  const names = await readdir(runPaths(run).checkpoints).catch(() => []);
  return names.flatMap((name) => checkpointStep(name) ?? []).sort((a, b) => a - b);
}

/** Removes checkpoints by step so that at most `keep` remain. One that cannot be removed is tried again next time. */
export async function thinStepCheckpoints(run: string, keep: number): Promise<void> {
  for (const step of surplusSteps(await stepCheckpoints(run), keep))
    await rm(checkpointPath(run, step), { force: true }).catch(() => undefined);
}

/** Removes the checkpoints of all steps after `step`. Throws an EngineError if one cannot be removed. */
export async function removeStepCheckpointsAfter(run: string, step: number): Promise<void> {
  for (const later of await stepCheckpoints(run))
    if (later > step) await removeCheckpoint(checkpointPath(run, later));
}

/** Throws an EngineError if it exists and cannot be removed. */
export async function removeCheckpoint(path: string): Promise<void> {
  await rm(path, { force: true }).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
}

/**
 * The steps to remove so that at most `keep` (at least 1) of an ascending list remain, spread over its whole range:
 * always the newest, and the first if `keep` is at least 2. Each time, the step whose neighbours are closest to each
 * other is removed. The gap after the step before the newest is still growing; it counts as being as large as the gap
 * before that step, since otherwise no later step would ever be kept in the middle.
 */
export function surplusSteps(steps: readonly number[], keep: number): number[] {
  const kept = [...steps];
  const surplus: number[] = [];
  while (kept.length > keep) {
    const [step] = kept.splice(mostCrowded(kept), 1);
    if (step !== undefined) surplus.push(step);
  }
  return surplus;
}

/** The index of the step to remove: the first of those that leave the smallest gap. */
function mostCrowded(steps: readonly number[]): number {
  const last = steps.length - 1;
  let [found, smallest] = [0, Infinity];
  for (let i = 1; i < last; i++) {
    const [before = 0, step = 0, after = 0] = steps.slice(i - 1, i + 2);
    const gap = i === last - 1 ? 2 * (step - before) : after - before;
    if (gap < smallest) [found, smallest] = [i, gap];
  }
  return found;
}
