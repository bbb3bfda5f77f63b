import { Column } from "../../../../engine/diagnosis/Column";
import { FigureColumn } from "../../../../engine/diagnosis/FigureColumn";
import type { JudgedRun } from "../../../../engine/diagnosis/losses/diagnosis";
import { lossCourse } from "../../../../engine/diagnosis/losses/lossCourse";

/** A run of batches of 64 with these losses. */
export function runOf(losses: readonly number[], other: Partial<JudgedRun> = {}): JudgedRun {
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
    course: lossCourse(loss, other.ended ?? false),
    ...other,
  };
}

/** So many losses, by the share of the run that is behind them. */
export function line(length: number, value: (share: number) => number): number[] {
  return Array.from({ length }, (_, index) => value(index / (length - 1)));
}

/** The losses of epochs of 100 steps. */
export function epochs(...values: readonly number[]): FigureColumn {
  const column = new FigureColumn();
  for (const [index, value] of values.entries()) column.append(100 * (index + 1), value);
  return column;
}
