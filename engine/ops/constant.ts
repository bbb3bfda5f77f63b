import { literal } from "./literal";
import { defineOperation } from "./operation";
import { int, float } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    constant: Signature<[], { readonly value: number; readonly dtype?: "float32" | "int32" }>;
  }
}

/** A scalar known at compile time, which becomes a literal in a kernel's code. */
export const constant = defineOperation({
  name: "constant",
  inputs: [],
  infer: (_, { dtype }) => [dtype === "int32" ? int([]) : float([])],
  reference: (_, [y], { value }) => {
    y.data[0] = value;
  },
  gradient: "none",
  webgpu: { kind: "elementwise", expression: (_, { value, dtype }) => literal(value, dtype) },
  onnx: (emit, _, { attributes }) => [
    attributes.dtype === "int32" ? emit.int32([attributes.value], []) : emit.floats([attributes.value], []),
  ],
});
