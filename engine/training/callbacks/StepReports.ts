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
    const { stepsPerEpoch, samplesPerStep, steps } = opened.plan;
    this.last = now;
    throughput.mark(step, now);
    const range = log.take();
    if (range) {
      const { stepsPerSecond } = throughput;
      this.run.send({
        event: "steps",
        run: this.run.path,
        ...range,
        epoch: Math.ceil((range.first + range.loss.length - 1) / stepsPerEpoch),
        ...this.learningRates(range.first, range.loss.length),
        samplesPerSecond: stepsPerSecond * samplesPerStep,
        secondsLeft: stepsPerSecond > 0 ? (steps - step) / stepsPerSecond : 0,
        seconds: throughput.seconds,
      });
    }
    await opened.folder.flush();
  }

  private learningRates(first: number, count: number) {
    const { learningRate } = this.run.opened.plan;
    const last = learningRate.at(first + count - 1);
    if (!learningRate.changes) return { learningRate: last };
    const learningRates = Array.from({ length: count }, (_, i) => learningRate.at(first + i));
    return { learningRate: last, learningRates };
  }
}
