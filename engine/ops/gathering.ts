import { at, sameShape, sizeOf, type HostTensor, type TensorType } from "../tensor/tensor";

/** The parts of the shapes of a gather: x [batch…, size, rest…], indices [batch…, places…]. Throws if they do not fit. */
export function gatherSizes(x: TensorType, indices: TensorType, axis: number) {
  const [from, chosen] = [x.shape, indices.shape];
  const batch = from.slice(0, axis);
  if (
    indices.dtype !== "int32" ||
    axis < 0 ||
    axis >= from.length ||
    !sameShape(batch, chosen.slice(0, axis)) ||
    at(from, axis) < 1
  ) {
    throw new Error(`gather: [${from.join(", ")}] by ${indices.dtype} [${chosen.join(", ")}] at ${axis}`);
  }
  return { batch, size: at(from, axis), places: chosen.slice(axis), rest: from.slice(axis + 1) };
}

/** Calls `visit` with the row of x and the row of the result for every index in range, in order. */
export function visitGather(
  indices: HostTensor,
  size: number,
  axis: number,
  visit: (from: number, to: number) => void,
): void {
  const places = sizeOf(indices.type.shape.slice(axis));
  indices.data.forEach((index, to) => {
    if (index >= 0 && index < size) visit(Math.floor(to / places) * size + index, to);
  });
}
