import { diagnosisStep, stateCheck, type Examined, type Suspect } from "../compiler/diagnosisStep";
import type { Batch } from "../data/batch";
import type { HostArrays } from "../tensor/hostArrays";
import { at } from "../tensor/tensor";
import { loadCheckpoint } from "./checkpoint";
import type { AfterSteps } from "./AfterSteps";
import type { StepRunner } from "./StepRunner";
import type { Run } from "./Timetable";
import { startFresh, type TrainingPlan } from "./TrainingPlan";

/** The first tensor that became NaN or infinite in a run. */
export interface Cause {
  /** The step, from 1, in which it did; the loss may still have been finite. */
  readonly step: number;
  readonly suspect: Suspect;
  /** How many of its elements are NaN or infinite. */
  readonly count: number;
  /** The largest magnitude among the inputs it was computed from. */
  readonly largestInput: number;
}

interface Search {
  readonly plan: TrainingPlan;
  readonly steps: StepRunner;
  readonly after: AfterSteps;
  /** The last good checkpoint. */
  readonly checkpoint: string;
  /** The step, from 1, in which it was noticed. */
  readonly noticed: number;
  /** Whether the search should be abandoned. */
  readonly stopped: () => boolean;
}

/**
 * Repeats the steps since the last checkpoint, which are deterministic, up to the first one that leaves the state or
 * the loss not finite, and searches that step for the first tensor that is not.
 */
export async function findCause(search: Search): Promise<Cause | undefined> {
  const step = (await firstBadState(search)) ?? search.noticed;
  const { plan, steps, stopped } = search;
  await repeat(search, step - 1);
  for (const [index, run] of plan.timetable.stageOf(step - 1).runs.entries()) {
    const batch = await plan.batch(step - 1, index);
    if (stopped()) return undefined;
    const found = await diagnose(plan, batch, run, step);
    if (found) return { step, ...found };
    await steps.run(batch, step, run);
  }
  return undefined;
}

/** What is the first to be NaN or infinite in one run of a step. */
async function diagnose(
  { typed, session, objectives }: TrainingPlan,
  { size, feeds }: Batch,
  run: Run,
  step: number,
): Promise<Omit<Cause, "step"> | undefined> {
  const { objective } = at(objectives, run.objective);
  const accumulation = typed.graph.training.accumulate === 1 ? undefined : run.updates ? "update" : "add";
  const { program, examined } = diagnosisStep(typed, size, { objective, accumulation });
  let found: Omit<Cause, "step"> | undefined;
  const executable = await session.load(program, (_, outputs) => {
    found = firstOf(examined, outputs);
  });
  await executable.run(feeds, step);
  await executable.drain();
  executable.dispose();
  return found;
}

/** The first tensor that is NaN or infinite, according to the outputs of a diagnosis step. */
export function firstOf(examined: readonly Examined[], outputs: HostArrays): Omit<Cause, "step"> | undefined {
  const first = examined.find(({ output }) => outputs[output]?.[0] !== 0);
  if (!first) return undefined;
  const largest = first.inputs.map((input) => outputs[input]?.[1] ?? 0);
  return {
    suspect: first.suspect,
    count: outputs[first.output]?.[0] ?? 0,
    largestInput: largest.reduce((most, size) => Math.max(most, size), 0),
  };
}

/** The first step before the noticed one after which the state is not finite. */
async function firstBadState(search: Search): Promise<number | undefined> {
  const { plan, noticed } = search;
  let bad: number | undefined;
  const check = await plan.session.load(stateCheck(plan.saved.state), (step, { notFinite }) => {
    if (notFinite?.[0] !== 0) bad ??= step;
  });
  await repeat(search, noticed - 1, async (step) => {
    await check.run({}, step);
    return bad !== undefined;
  });
  await check.drain();
  check.dispose();
  return bad;
}

/** Restores the state after `done` steps, or after an earlier one at which `isDone` returns true. */
async function repeat(
  { plan, steps, after, checkpoint, stopped }: Search,
  done: number,
  isDone?: (step: number) => Promise<boolean>,
): Promise<void> {
  const { storage, timetable } = plan;
  const from = await loadCheckpoint(checkpoint, storage, storage).catch(() => startFresh(plan));
  for (let step = from.step; step < done && !stopped();) {
    for (const [index, run] of timetable.stageOf(step).runs.entries()) {
      const wait = steps.run(await plan.batch(step, index), step + 1, run);
      if (wait) await wait;
    }
    step++;
    await after.run(step);
    if (await isDone?.(step)) break;
  }
  await steps.drain();
}
