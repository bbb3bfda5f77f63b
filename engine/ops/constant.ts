import { literal } from "./literal";
import { defineOperation } from "./operation";
import { at, int, float } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    constant: Signature<0, { readonly value: number; readonly dtype?: "float32" | "int32" }>;
  }
}

/** A scalar known when the Program is made. Kernels write it into their code. */
export const constant = defineOperation({
  name: "constant",
  infer: (_, { dtype }) => [dtype === "int32" ? int([]) : float([])],
  reference: (_, outputs, { value }) => {
    at(outputs, 0).data[0] = value;
  },
  vjp: "none",
  webgpu: { kind: "elementwise", expression: (_, { value, dtype }) => literal(value, dtype) },
  onnx: (emit, _, { attributes }) => [
    attributes.dtype === "int32" ? emit.int32([attributes.value], []) : emit.floats([attributes.value], []),
  ],
});
