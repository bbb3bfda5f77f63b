import { defineOperation } from "./operation";
import { sizeOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    reshape: Signature<["x"], { readonly shape: readonly number[] }>;
  }
}

/** The same elements in the same order in another shape. */
export const reshape = defineOperation({
  name: "reshape",
  inputs: ["x"],
  infer: ({ x }, { shape }) => {
    if (sizeOf(x.shape) !== sizeOf(shape))
      throw new Error(`reshape: [${x.shape.join(", ")}] to [${shape.join(", ")}]`);
    return [{ shape, dtype: x.dtype }];
  },
  reference: ({ x }, [y]) => {
    y.data.set(x.data);
  },
  gradient: (b, { inputs: { x }, gradients: [g] }) => ({ x: b.reshape(g, { shape: x.type.shape }) }),
  webgpu: { kind: "alias" },
  onnx: (emit, { x }, { attributes }) => [emit.node("Reshape", [x, emit.int64(attributes.shape)])],
});
