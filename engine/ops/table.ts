import { literal } from "./literal";
import { defineOperation } from "./operation";
import { at, type DType } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    table: Signature<[], { readonly values: readonly number[]; readonly dtype: DType }>;
  }
}

/** A list of numbers known at compile time, such as class weights. It becomes part of a kernel's code, so keep it short. */
export const table = defineOperation({
  name: "table",
  inputs: [],
  infer: (_, { values, dtype }) => [{ shape: [values.length], dtype }],
  reference: (_, [y], { values }) => {
    y.data.set(values);
  },
  gradient: "none",
  webgpu: {
    kind: "view",
    expression: (_, coordinates, { attributes: { values, dtype } }) => {
      const type = dtype === "int32" ? "i32" : "f32";
      const list = values.map((value) => literal(value, dtype)).join(", ");
      return `array<${type}, ${String(values.length)}>(${list})[${at(coordinates, 0)}]`;
    },
  },
  onnx: (emit, _, { attributes: { values, dtype } }) => [
    dtype === "int32" ? emit.int32(values, [values.length]) : emit.floats(values, [values.length]),
  ],
});
