import type { Builder, Value } from "../../ops/operation";
import { at, sizeOf } from "../../tensor/tensor";
import type { Judgement } from "../layer";
import { classTargets } from "./classTargets";

/** What metrics of classes need of a loss with class numbers as target: every place of the other axes is a row. */
export function judgedClasses(
  b: Builder,
  scores: Value,
  logProbabilities: (rows: Value) => Value,
  target: Value,
  axis: number,
  ignoreIndex: number,
  known?: number,
): Judgement["classes"] {
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

/** Scores as rows × classes: every place of the other axes is a row. */
export function rowsOfClasses(b: Builder, scores: Value, axis: number): Value {
  const { shape } = scores.type;
  const classes = at(shape, axis);
  const others = shape.map((_, other) => other).filter((other) => other !== axis);
  const last = b.transpose(scores, { permutation: [...others, axis] });
  return b.reshape(last, { shape: [sizeOf(shape) / classes, classes] });
}

/** All elements in a row. */
function flattened(b: Builder, x: Value): Value {
  return b.reshape(x, { shape: [sizeOf(x.type.shape)] });
}
