import { at } from "../../tensor/tensor";
import type { TrainingRun } from "../TrainingRun";
import type { Callback } from "./Callback";

/** Milliseconds for which steps are collected, which gives 10 to 20 events per second. */
const reportEvery = 60;

/** Reports the losses and metrics of steps, several steps at a time, and flushes the log to disk. */
export class StepReports implements Callback {
  private last = performance.now();

  constructor(private readonly run: TrainingRun) {}

  afterStep(_step: number, now: number): Promise<void> | undefined {
    return now - this.last > reportEvery ? this.report(now) : undefined;
  }

  epoch(): Promise<void> {
    return this.settle();
  }

  rest(): Promise<void> {
    return this.settle();
  }

  end(): Promise<void> {
    return this.settle();
  }

  /** Waits for all queued steps and reports the remaining ones. */
  async settle(): Promise<void> {
    await this.run.opened.steps.drain();
    await this.report(performance.now());
  }

  private async report(now: number): Promise<void> {
    const { throughput, log, step, opened } = this.run;
    const { timetable, samplesPerStep, steps } = opened.plan;
    this.last = now;
    throughput.mark(step, now);
    const range = log.take();
    if (range) {
      const { stepsPerSecond } = throughput;
      this.run.send({
        event: "steps",
        run: this.run.path,
        ...range,
        epoch: timetable.epochsBefore(range.first + range.loss.length - 2) + 1,
        ...this.learningRates(range.first, range.loss.length),
        samplesPerSecond: stepsPerSecond * samplesPerStep,
        secondsLeft: stepsPerSecond > 0 ? (steps - step) / stepsPerSecond : 0,
        seconds: throughput.seconds,
      });
    }
    await opened.folder.flush();
  }

  /** Those of the first objective that runs in each step. */
  private learningRates(first: number, count: number) {
    const { objectives, timetable } = this.run.opened.plan;
    const rateAt = (step: number) => {
      const [index = 0] = timetable.stageOf(step - 1).objectives;
      return at(objectives, index).learningRate.at(step);
    };
    const learningRate = rateAt(first + count - 1);
    const changes =
      timetable.stages.length > 1 || objectives.some(({ learningRate }) => learningRate.changes);
    if (!changes) return { learningRate };
    const learningRates = Array.from({ length: count }, (_, i) => rateAt(first + i));
    return { learningRate, learningRates };
  }
}
