import type { Builder, Value } from "../../ops/operation";
import { at, sizeOf } from "../../tensor/tensor";
import type { Predictions } from "../layer";
import { classTargets } from "./classTargets";

/**
 * The predictions of a loss with class indices as its target, for metrics: each position of the other axes is a row.
 */
export function classPredictions(
  b: Builder,
  scores: Value,
  logProbabilities: (rows: Value) => Value,
  target: Value,
  axis: number,
  ignoreIndex: number,
  known?: number,
): Predictions["classes"] {
  const rows = rowsOfClasses(b, scores, axis);
  const { counted } = classTargets(b, scores, target, axis, ignoreIndex, known);
  return {
    scores: rows,
    logProbabilities: logProbabilities(rows),
    target: flattened(b, target),
    counted: counted
      ? flattened(b, counted)
      : b.broadcast(b.constant({ value: 1 }), { shape: [at(rows.type.shape, 0)] }),
  };
}

/** Scores as rows × classes: each position of the other axes is a row. */
export function rowsOfClasses(b: Builder, scores: Value, axis: number): Value {
  const { shape } = scores.type;
  const classes = at(shape, axis);
  const others = shape.map((_, other) => other).filter((other) => other !== axis);
  const last = b.transpose(scores, { permutation: [...others, axis] });
  return b.reshape(last, { shape: [sizeOf(shape) / classes, classes] });
}

/** All elements in one axis. */
function flattened(b: Builder, x: Value): Value {
  return b.reshape(x, { shape: [sizeOf(x.type.shape)] });
}
