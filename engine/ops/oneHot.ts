import { defineOperation } from "./operation";
import { at, float } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    oneHot: Signature<["indices"], { readonly depth: number }>;
  }
}

/** int32 indices [..] to float32 [.., depth]: 1 at the index, 0 elsewhere; all 0 for an index out of range. */
export const oneHot = defineOperation({
  name: "oneHot",
  inputs: ["indices"],
  infer: ({ indices }, { depth }) => [float([...indices.shape, depth])],
  reference: ({ indices }, [y], { depth }) => {
    y.data.fill(0);
    indices.data.forEach((index, row) => {
      if (index >= 0 && index < depth) y.data[row * depth + index] = 1;
    });
  },
  gradient: "none",
  webgpu: {
    kind: "view",
    expression: (read, coordinates, { inputs: { indices } }) =>
      `select(0.0, 1.0, ${read(indices, coordinates.slice(0, -1))} == i32(${at(coordinates, coordinates.length - 1)}))`,
  },
  onnx: (emit, { indices }, { inputs, attributes: { depth } }) => {
    const rank = inputs.indices.type.shape.length;
    const column = emit.node("Unsqueeze", [indices, emit.int64([rank])]);
    const range = emit.int32(Array.from({ length: depth }, (_, index) => index));
    return [emit.cast(emit.node("Equal", [column, range]), "float")];
  },
});
