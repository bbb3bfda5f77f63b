import type { RunEvent } from "../../../../engine/run/events";
import type { TrainOptions } from "../../../../engine/run/options";
import { openRun } from "../../../../engine/training/openRun";
import { TrainingRun } from "../../../../engine/training/TrainingRun";
import { onTestFinished } from "vitest";
import { complete } from "../training";

/** A real run on the CPU before its first step, and the events that it reports. The test takes the role of the loop. */
export async function openedRun(options: Partial<TrainOptions> & { text: string }) {
  const events: RunEvent[] = [];
  const opened = await openRun(complete(options), () => undefined);
  const run = new TrainingRun(opened, (event) => events.push(event));
  onTestFinished(async () => {
    await opened.folder.close();
    await opened.plan.runtime.dispose();
  });
  return { run, events };
}

/** Takes the next steps without calling callbacks. */
export async function takeSteps(run: TrainingRun, count: number): Promise<void> {
  const { plan, steps } = run.opened;
  for (let i = 0; i < count; i++) {
    const done = run.step++;
    for (const [index, one] of plan.timetable.stageOf(done).runs.entries())
      await steps.run(await plan.batch(done, index), done + 1, one);
  }
}

/** The result of the current epoch, by default without a loss, which is the watched figure. */
export function epochOf(run: TrainingRun, loss = NaN) {
  const { step, opened } = run;
  return {
    epoch: step / opened.plan.stepsPerEpoch,
    step,
    loss,
    losses: [loss],
    watched: loss,
    isBest: false,
  };
}
