import { defineOperation } from "./operation";
import { at, sizeOf, stridesOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** The elements of each axis from `starts` to before `ends`. */
    slice: Signature<["x"], { readonly starts: readonly number[]; readonly ends: readonly number[] }>;
  }
}

/** A contiguous range of each axis of a tensor. */
export const slice = defineOperation({
  name: "slice",
  inputs: ["x"],
  infer: ({ x }, { starts, ends }) => {
    if (starts.length !== x.shape.length || ends.length !== x.shape.length)
      throw new Error("slice: needs a range for every axis");
    const shape = x.shape.map((size, axis) => {
      const [start, end] = [at(starts, axis), at(ends, axis)];
      if (start < 0 || end < start || end > size) throw new Error(`slice: ${start}…${end} of ${size}`);
      return end - start;
    });
    return [{ shape, dtype: x.dtype }];
  },
  reference: ({ x }, [y], { starts }) => {
    const from = stridesOf(x.type.shape);
    const to = stridesOf(y.type.shape);
    for (let element = 0; element < sizeOf(y.type.shape); element++) {
      let source = 0;
      for (let axis = 0; axis < to.length; axis++) {
        source +=
          ((Math.floor(element / at(to, axis)) % at(y.type.shape, axis)) + at(starts, axis)) * at(from, axis);
      }
      y.data[element] = x.data[source] ?? NaN;
    }
  },
  gradient: (b, { inputs: { x }, attributes: { starts, ends }, gradients: [g] }) => ({
    x: b.pad(g, { before: starts, after: x.type.shape.map((size, axis) => size - at(ends, axis)) }),
  }),
  webgpu: {
    kind: "view",
    expression: (read, coordinates, { inputs: { x }, attributes: { starts } }) =>
      read(
        x,
        coordinates.map((coordinate, axis) =>
          starts[axis] === 0 ? coordinate : `${coordinate} + ${String(starts[axis])}u`,
        ),
      ),
  },
  onnx: (emit, { x }, { attributes: { starts, ends } }) => [
    starts.length === 0
      ? emit.node("Identity", [x])
      : emit.node("Slice", [x, emit.int64(starts), emit.int64(ends)]),
  ],
});
