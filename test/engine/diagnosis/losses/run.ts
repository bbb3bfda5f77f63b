import { Column } from "../../../../engine/diagnosis/Column";
import { MetricColumn } from "../../../../engine/diagnosis/MetricColumn";
import type { DiagnosedRun } from "../../../../engine/diagnosis/losses/diagnosis";
import { lossTrend } from "../../../../engine/diagnosis/losses/lossTrend";

/** A run with these losses and a batch size of 64. */
export function runOf(losses: readonly number[], other: Partial<DiagnosedRun> = {}): DiagnosedRun {
  const loss = new Column();
  for (const value of losses) loss.push(value);
  return {
    loss,
    train: undefined,
    validation: undefined,
    activations: [],
    batchSize: 64,
    stepsPerEpoch: 100,
    ended: false,
    trend: lossTrend(loss, other.ended ?? false),
    ...other,
  };
}

/** `length` losses; `progress` goes from 0 at the first step to 1 at the last. */
export function line(length: number, value: (progress: number) => number): number[] {
  return Array.from({ length }, (_, index) => value(index / (length - 1)));
}

/** The losses of epochs of 100 steps. */
export function epochs(...values: readonly number[]): MetricColumn {
  const column = new MetricColumn();
  for (const [index, value] of values.entries()) column.append(100 * (index + 1), value);
  return column;
}
