import { defineOperation } from "./operation";
import { at, sizeOf, stridesOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** `permutation[i]` is the input's axis that becomes axis i. */
    transpose: Signature<["x"], { readonly permutation: readonly number[] }>;
  }
}

/** Permutes the axes, like NumPy's `transpose`. */
export const transpose = defineOperation({
  name: "transpose",
  inputs: ["x"],
  infer: ({ x }, { permutation }) => {
    if (permutation.length !== x.shape.length) throw new Error("transpose: needs a permutation of all axes");
    return [{ shape: permutation.map((axis) => at(x.shape, axis)), dtype: x.dtype }];
  },
  reference: ({ x }, [y], { permutation }) => {
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
  gradient: (b, { attributes: { permutation }, gradients: [g] }) => ({
    x: b.transpose(g, { permutation: permutation.map((_, axis) => permutation.indexOf(axis)) }),
  }),
  webgpu: {
    kind: "view",
    expression: (read, coordinates, { inputs: { x }, attributes: { permutation } }) =>
      read(
        x,
        permutation.map((_, axis) => at(coordinates, permutation.indexOf(axis))),
      ),
  },
  onnx: (emit, { x }, { attributes }) => [emit.node("Transpose", [x], { perm: attributes.permutation })],
});
