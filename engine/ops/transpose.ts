import { defineOperation } from "./operation";
import { at, sizeOf, stridesOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** `permutation[i]` is the input's axis that becomes axis i. */
    transpose: Signature<1, { readonly permutation: readonly number[] }>;
  }
}

/** Axes in another order, as NumPy's `transpose`. */
export const transpose = defineOperation({
  name: "transpose",
  infer: (inputs, { permutation }) => {
    const x = at(inputs, 0);
    if (permutation.length !== x.shape.length) throw new Error("transpose: one axis of the input for each");
    return [{ shape: permutation.map((axis) => at(x.shape, axis)), dtype: x.dtype }];
  },
  reference: ([x], [y], { permutation }) => {
    if (!x || !y) return;
    const from = stridesOf(x.type.shape);
    const to = stridesOf(y.type.shape);
    for (let element = 0; element < sizeOf(y.type.shape); element++) {
      let source = 0;
      for (let axis = 0; axis < to.length; axis++) {
        const index = Math.floor(element / at(to, axis)) % at(y.type.shape, axis);
        source += index * at(from, at(permutation, axis));
      }
      y.data[element] = x.data[source] ?? NaN;
    }
  },
  vjp: (b, { attributes: { permutation } }, [g]) => [
    g && b.transpose(g, { permutation: permutation.map((_, axis) => permutation.indexOf(axis)) }),
  ],
  webgpu: {
    kind: "view",
    expression: (read, coordinates, { attributes: { permutation } }) =>
      read(
        0,
        permutation.map((_, axis) => at(coordinates, permutation.indexOf(axis))),
      ),
  },
  onnx: (emit, inputs, { attributes }) => [emit.node("Transpose", inputs, { perm: attributes.permutation })],
});
