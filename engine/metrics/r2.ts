import type { HostArray } from "../tensor/hostArrays";
import type { Predictions } from "../layers/layer";
import type { Builder, Value } from "../ops/operation";
import { at, sizeOf } from "../tensor/tensor";
import type { NumberMetric } from "./metric";

/** If a target's variance is below this fraction of its mean square, it is rounding, and the target is constant. */
const constant = 1e-13;

/**
 * R², 1 − Σ (y − ŷ)² / Σ (y − ȳ)²: for each element of the last axis (the only one of a vector) over all others, then
 * averaged, like scikit-learn's `r2_score`. For a constant target it is 1 if the prediction is perfect, else 0.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.r2_score.html
 */
export const r2: NumberMetric = {
  kind: "number",
  name: "r2",
  title: "R²",
  summary:
    "How much of the target's variance is explained: 1 is perfect, 0 no better than always predicting the mean.",
  unit: "value",
  better: "higher",
  of: { values: { sums, add, compute } },
};

/**
 * [5, columns]: the number of rows, a number close to the targets, the sums of the targets' distances from it and of
 * their squares, and the sum of squared errors. Summing the targets' squares directly would lose a small variance
 * around a large mean in float32.
 */
function sums(b: Builder, { predicted, target }: Predictions["values"]): Value {
  const { shape } = target.type;
  const columns = shape.length > 1 ? at(shape, shape.length - 1) : 1;
  const rows = sizeOf(shape) / columns;
  const table = (x: Value) => b.reshape(x, { shape: [rows, columns] });
  const [y, guess] = [table(target), table(predicted)];
  const near = b.slice(y, { starts: [0, 0], ends: [1, columns] });
  const [distance, error] = [b.sub(y, near), b.sub(y, guess)];
  const sum = (x: Value) => b.sum(x, { axes: [0], keepDims: true });
  const number = b.broadcast(rows, { shape: [1, columns] });
  return b.concat([number, near, sum(distance), sum(b.mul(distance, distance)), sum(b.mul(error, error))], {
    axis: 0,
  });
}

/** The totals are [4, columns] in float64: rows, Σ y, Σ y², Σ (y − ŷ)²; the fifth row stays 0. */
function add(totals: Float64Array, batch: HostArray): void {
  const columns = totals.length / 5;
  const addTo = (row: number, column: number, value: number) => {
    totals[row * columns + column] = (totals[row * columns + column] ?? 0) + value;
  };
  for (let column = 0; column < columns; column++) {
    const read = (row: number) => batch[row * columns + column] ?? NaN;
    const [rows, near, first, second] = [read(0), read(1), read(2), read(3)];
    addTo(0, column, rows);
    addTo(1, column, rows * near + first);
    addTo(2, column, rows * near * near + 2 * near * first + second);
    addTo(3, column, read(4));
  }
}

function compute(totals: Float64Array): number {
  const columns = totals.length / 5;
  let sum = 0;
  for (let column = 0; column < columns; column++) {
    const read = (row: number) => totals[row * columns + column] ?? NaN;
    const [rows, y, squares, errors] = [read(0), read(1), read(2), read(3)];
    const variance = squares - (y * y) / rows;
    if (variance > constant * squares) sum += 1 - errors / variance;
    else sum += errors === 0 ? 1 : errors > 0 ? 0 : NaN;
  }
  return totals[0] === 0 ? NaN : sum / columns;
}
