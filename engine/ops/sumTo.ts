import type { Builder, Value } from "./operation";
import { sameShape } from "../tensor/tensor";

/** Undoes broadcasting: sums a gradient over the axes along which an operand of `shape` was repeated. */
export function sumTo(b: Builder, gradient: Value, shape: readonly number[]): Value {
  const from = gradient.type.shape;
  if (sameShape(from, shape)) return gradient;
  const lead = from.length - shape.length;
  const axes = from.flatMap((size, axis) =>
    axis < lead || (shape[axis - lead] === 1 && size !== 1) ? [axis] : [],
  );
  const summed = axes.length > 0 ? b.sum(gradient, { axes, keepDims: false }) : gradient;
  return sameShape(summed.type.shape, shape) ? summed : b.reshape(summed, { shape });
}
