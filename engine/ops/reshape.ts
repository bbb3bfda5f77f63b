import { defineOperation } from "./operation";
import { at, sizeOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    reshape: Signature<1, { readonly shape: readonly number[] }>;
  }
}

/** The same elements in the same order under another shape. */
export const reshape = defineOperation({
  name: "reshape",
  infer: ([x], { shape }) => {
    if (!x || sizeOf(x.shape) !== sizeOf(shape))
      throw new Error(`reshape: [${x?.shape.join(", ")}] to [${shape.join(", ")}]`);
    return [{ shape, dtype: x.dtype }];
  },
  reference: (inputs, outputs) => {
    at(outputs, 0).data.set(at(inputs, 0).data);
  },
  vjp: (b, { inputs: [x] }, [g]) => [x && g && b.reshape(g, { shape: x.type.shape })],
  webgpu: { kind: "alias" },
  onnx: (emit, inputs, { attributes }) => [
    emit.node("Reshape", [at(inputs, 0), emit.int64(attributes.shape)]),
  ],
});
