import { defineOperation } from "./operation";
import { at, type DType } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    cast: Signature<1, { readonly dtype: DType }>;
  }
}

/** The same numbers as another type; to int32 by cutting off the fraction. */
export const cast = defineOperation({
  name: "cast",
  infer: (inputs, { dtype }) => [{ shape: at(inputs, 0).shape, dtype }],
  reference: (inputs, outputs) => {
    at(outputs, 0).data.set(at(inputs, 0).data);
  },
  vjp: (_b, { inputs: [x], outputs: [y] }, [g]) => [
    x?.type.dtype === "float32" && y?.type.dtype === "float32" ? g : undefined,
  ],
  webgpu: {
    kind: "elementwise",
    expression: (operands, { dtype }) => `${dtype === "int32" ? "i32" : "f32"}(${at(operands, 0)})`,
  },
  onnx: (emit, inputs, { attributes }) => [
    emit.cast(at(inputs, 0), attributes.dtype === "int32" ? "int32" : "float"),
  ],
});
