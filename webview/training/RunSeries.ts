import type { Matrix } from "../../engine/metrics/metric";
import type { EpochEvent, EpochMetrics, StepsEvent } from "../../engine/run/events";
import { Column } from "../../engine/diagnosis/Column";
import { MetricColumn } from "../../engine/diagnosis/MetricColumn";
import { Smoother } from "./Smoother";

/** Name of the curve of a changing learning rate, as displayed. */
export const learningRateCurve = "learning rate";

/** The quantity on the charts' x axis. */
export type XAxis = "step" | "epoch" | "time";

/** The loss or a metric of the training batches, per step. */
export interface Curve {
  readonly raw: Column;
  readonly smooth: Column;
}

/** A confusion matrix at the end of an epoch. */
export interface EpochMatrix {
  readonly step: number;
  readonly epoch: number;
  readonly part: "train" | "validation";
  readonly rows: Matrix;
}

/**
 * The values that the charts of a run draw, in columns: one row per step, and one short list of validation values per metric.
 * A resumed run repeats some steps; their new values replace the old ones.
 */
export class RunSeries {
  readonly step = new Column();
  /** Seconds of training up to each step. */
  readonly seconds = new Column();
  readonly validation = new Map<string, MetricColumn>();
  /** The loss and metrics over the training samples of each epoch. */
  readonly trainEpochs = new Map<string, MetricColumn>();
  /** The newest confusion matrix by metric name: over the validation set, or the training set if there is none. */
  readonly matrices = new Map<string, EpochMatrix>();
  private readonly curves = new Map<string, Curve>();
  private readonly smoothers = new Map<string, Smoother>();
  private weight: number;

  constructor(smoothing: number) {
    this.weight = smoothing;
  }

  get length(): number {
    return this.step.length;
  }

  /** `loss` first, then the metrics in the order in which they appeared, and the learning rate. */
  get names(): string[] {
    return [...this.curves.keys()];
  }

  curve(name: string): Curve | undefined {
    return this.curves.get(name);
  }

  appendSteps(event: StepsEvent, batchSize: number): void {
    this.forgetFrom(event.first);
    const count = event.loss.length;
    const before = this.length === 0 ? 0 : this.seconds.last;
    const elapsed =
      event.seconds !== undefined
        ? Math.max(0, event.seconds - before)
        : event.samplesPerSecond > 0
          ? (count * batchSize) / event.samplesPerSecond
          : 0;
    for (let index = 0; index < count; index++) {
      this.step.push(event.first + index);
      this.seconds.push(before + (elapsed * (index + 1)) / count);
    }
    this.appendCurve("loss", event.loss);
    for (const [name, values] of Object.entries(event.metrics)) this.appendCurve(name, values);
    if (event.learningRates) this.appendCurve(learningRateCurve, event.learningRates);
  }

  appendEpoch(event: EpochEvent): void {
    append(this.trainEpochs, event.step, event.train);
    if (event.validation) append(this.validation, event.step, event.validation);
    const part = event.validation ? "validation" : "train";
    for (const [name, rows] of Object.entries(event[part] ?? {}))
      // Other values are numbers, or null, which is how JSON represents NaN.
      if (Array.isArray(rows))
        this.matrices.set(name, { step: event.step, epoch: event.epoch, part, rows: rows as Matrix });
  }

  /** Smooths every curve again with a new weight. */
  setSmoothing(weight: number): void {
    if (weight === this.weight) return;
    this.weight = weight;
    for (const name of this.curves.keys()) this.smoothAgain(name);
  }

  /** The ascending values for the x axis, and how much of them is 1 on the axis. */
  axis(axis: XAxis, stepsPerEpoch: number): { readonly column: Column; readonly unit: number } {
    if (axis === "time") return { column: this.seconds, unit: 1 };
    return { column: this.step, unit: axis === "epoch" ? stepsPerEpoch : 1 };
  }

  private appendCurve(name: string, values: readonly (number | null)[]): void {
    let curve = this.curves.get(name);
    let smoother = this.smoothers.get(name);
    if (!curve || !smoother) {
      curve = { raw: new Column(), smooth: new Column() };
      smoother = new Smoother(this.weightFor(name));
      this.curves.set(name, curve);
      this.smoothers.set(name, smoother);
      // A metric that starts late has no values before.
      for (let row = 0; row < this.length - values.length; row++) {
        curve.raw.push(NaN);
        curve.smooth.push(NaN);
      }
    }
    for (const each of values) {
      // JSON represents NaN, for a value that is undefined for a batch, as null.
      const value = each ?? NaN;
      curve.raw.push(value);
      curve.smooth.push(smoother.next(value));
    }
  }

  /** The learning rate is not noisy, so it is not smoothed. */
  private weightFor(name: string): number {
    return name === learningRateCurve ? 0 : this.weight;
  }

  private forgetFrom(step: number): void {
    const row = this.step.lowerBound(step);
    if (row === this.length) return;
    this.step.truncate(row);
    this.seconds.truncate(row);
    for (const [name, curve] of this.curves) {
      curve.raw.truncate(row);
      this.smoothAgain(name);
    }
    for (const values of [...this.validation.values(), ...this.trainEpochs.values()]) values.forgetFrom(step);
    for (const [name, matrix] of this.matrices) if (matrix.step >= step) this.matrices.delete(name);
  }

  private smoothAgain(name: string): void {
    const curve = this.curves.get(name);
    if (!curve) return;
    const smoother = new Smoother(this.weightFor(name));
    curve.smooth.truncate(0);
    for (const value of curve.raw.view()) curve.smooth.push(smoother.next(value));
    this.smoothers.set(name, smoother);
  }
}

function append(lists: Map<string, MetricColumn>, step: number, metrics: EpochMetrics): void {
  for (const [name, value] of Object.entries(metrics) as [string, number | Matrix | null][]) {
    if (typeof value === "object" && value !== null) continue;
    const list = lists.get(name) ?? new MetricColumn();
    lists.set(name, list);
    list.append(step, value ?? NaN);
  }
}
