import { defineOperation } from "./operation";
import { at, float } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    oneHot: Signature<1, { readonly depth: number }>;
  }
}

/** int32 indices [..] to float32 [.., depth]: 1 at the index, 0 elsewhere, and nowhere for one out of range. */
export const oneHot = defineOperation({
  name: "oneHot",
  infer: (inputs, { depth }) => [float([...at(inputs, 0).shape, depth])],
  reference: ([indices], [y], { depth }) => {
    if (!indices || !y) return;
    y.data.fill(0);
    indices.data.forEach((index, row) => {
      if (index >= 0 && index < depth) y.data[row * depth + index] = 1;
    });
  },
  vjp: "none",
  webgpu: {
    kind: "view",
    expression: (read, coordinates) =>
      `select(0.0, 1.0, ${read(0, coordinates.slice(0, -1))} == i32(${at(coordinates, coordinates.length - 1)}))`,
  },
  onnx: (emit, inputs, { inputs: [indices], attributes: { depth } }) => {
    const rank = indices?.type.shape.length ?? 0;
    const column = emit.node("Unsqueeze", [at(inputs, 0), emit.int64([rank])]);
    const range = emit.int32(Array.from({ length: depth }, (_, index) => index));
    return [emit.cast(emit.node("Equal", [column, range]), "float")];
  },
});
