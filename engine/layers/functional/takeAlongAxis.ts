import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";

/**
 * PyTorch's `gather`: y[i, j, k] = x[i, indices[i, j, k], k] for axis 1. Indices are int32 of x's rank and, except
 * along the axis, no larger than x; one out of range gives NaN.
 * https://pytorch.org/docs/stable/generated/torch.gather.html
 */
export function takeAlongAxis(b: Builder, x: Value, indices: Value, axis: number): Value {
  const [from, to] = [x.type.shape, indices.type.shape];
  const ends = to.map((size, i) => (i === axis ? at(from, i) : size));
  const fitting = ends.every((size, i) => size === from[i])
    ? x
    : b.slice(x, { starts: to.map(() => 0), ends });
  const last = from.length - 1;
  if (axis === last) return b.gather(fitting, indices, { axis });
  const permutation = from.map((_, i) => (i === axis ? last : i === last ? axis : i));
  const turned = [fitting, indices].map((value) => b.transpose(value, { permutation })) as [Value, Value];
  return b.transpose(b.gather(...turned, { axis: last }), { permutation });
}
