import { defineOperation } from "./operation";
import type { DType } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    cast: Signature<["x"], { readonly dtype: DType }>;
  }
}

/** The same numbers in another dtype; a cast to int32 truncates. */
export const cast = defineOperation({
  name: "cast",
  inputs: ["x"],
  infer: ({ x }, { dtype }) => [{ shape: x.shape, dtype }],
  reference: ({ x }, [y]) => {
    y.data.set(x.data);
  },
  gradient: (_, { inputs: { x }, outputs: [y], gradients: [g] }) =>
    x.type.dtype === "float32" && y.type.dtype === "float32" ? { x: g } : {},
  webgpu: {
    kind: "elementwise",
    expression: ({ x }, { dtype }) => `${dtype === "int32" ? "i32" : "f32"}(${x})`,
  },
  onnx: (emit, { x }, { attributes }) => [emit.cast(x, attributes.dtype === "int32" ? "int32" : "float")],
});
