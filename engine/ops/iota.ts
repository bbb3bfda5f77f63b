import { defineOperation } from "./operation";
import { at, sizeOf, stridesOf, type DType } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    iota: Signature<[], { readonly shape: readonly number[]; readonly axis: number; readonly dtype: DType }>;
  }
}

/** Every element's index along an axis: 0, 1, 2, …. Used for positions, causal masks and interpolation. */
export const iota = defineOperation({
  name: "iota",
  inputs: [],
  infer: (_, { shape, dtype }) => [{ shape, dtype }],
  reference: (_, [{ data }], { shape, axis }) => {
    const stride = at(stridesOf(shape), axis);
    for (let i = 0; i < data.length; i++) data[i] = Math.floor(i / stride) % at(shape, axis);
  },
  gradient: "none",
  webgpu: {
    kind: "view",
    expression: (_, coordinates, { attributes: { axis, dtype } }) =>
      `${dtype === "int32" ? "i32" : "f32"}(${at(coordinates, axis)})`,
  },
  onnx: (emit, _, { attributes: { shape, axis, dtype } }) => {
    const indices = Array.from({ length: at(shape, axis) }, (_, index) => index);
    const line = shape.map((_, other) => (other === axis ? at(shape, axis) : 1));
    const range = dtype === "int32" ? emit.int32(indices, line) : emit.floats(indices, line);
    return [sizeOf(line) === sizeOf(shape) ? range : emit.node("Expand", [range, emit.int64(shape)])];
  },
});
