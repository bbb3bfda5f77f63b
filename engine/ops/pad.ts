import { defineOperation } from "./operation";
import { pendingKernel } from "./pending";
import { at, sizeOf, stridesOf } from "./tensor";

declare module "./operation" {
  interface Operations {
    /** Zeros added to each axis before and after. */
    pad: Signature<1, { readonly before: readonly number[]; readonly after: readonly number[] }>;
  }
}

/** A tensor in a frame of zeros: the gradient of `slice`. */
export const pad = defineOperation({
  name: "pad",
  infer: ([x], { before, after }) => {
    if (!x || before.length !== x.shape.length || after.length !== x.shape.length)
      throw new Error("pad: sizes for each axis");
    return [
      { shape: x.shape.map((size, axis) => at(before, axis) + size + at(after, axis)), dtype: x.dtype },
    ];
  },
  reference: ([x], [y], { before }) => {
    if (!x || !y) return;
    y.data.fill(0);
    const from = stridesOf(x.type.shape);
    const to = stridesOf(y.type.shape);
    for (let element = 0; element < sizeOf(x.type.shape); element++) {
      let target = 0;
      for (let axis = 0; axis < to.length; axis++) {
        target +=
          ((Math.floor(element / at(from, axis)) % at(x.type.shape, axis)) + at(before, axis)) * at(to, axis);
      }
      y.data[target] = x.data[element] ?? NaN;
    }
  },
  vjp: (b, { inputs: [x], attributes: { before } }, [g]) => [
    x &&
      g &&
      b.slice(g, { starts: before, ends: before.map((start, axis) => start + at(x.type.shape, axis)) }),
  ],
  webgpu: pendingKernel(),
  onnx: (emit, inputs, { attributes: { before, after } }) => [
    emit.node("Pad", [at(inputs, 0), emit.int64([...before, ...after])]),
  ],
});
