import { gatherSizes, visitGather } from "./gathering";
import { literal } from "./literal";
import { defineOperation } from "./operation";
import { at, sizeOf, type TensorType } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /**
     * x [batch…, size, rest…] and int32 indices [batch…, places…] to [batch…, places…, rest…]; `axis` is the number of
     * batch axes.
     */
    gather: Signature<["x", "indices"], { readonly axis: number; readonly outside?: "zero" }>;
  }
}

/**
 * Rows of x along `axis`, selected by int32 indices of any shape: y[n, p, r] = x[n, indices[n, p], r]. The axes before
 * `axis` are batch axes of both. With `axis` 0 this is an embedding (a table of rows, indices of any shape), with `axis`
 * 1 a selection for each sample, and with the last axis, after a transposition, PyTorch's `gather`; indices that are the
 * same for all samples are broadcast first (`index_select`). For an index out of range, which a negative one is too, the
 * result is NaN, or the smallest int32, so that it is not mistaken for a value; with `outside: "zero"` it is 0.
 */
export const gather = defineOperation({
  name: "gather",
  inputs: ["x", "indices"],
  infer: ({ x, indices }, { axis }) => {
    const { batch, places, rest } = gatherSizes(x, indices, axis);
    return [{ shape: [...batch, ...places, ...rest], dtype: x.dtype }];
  },
  reference: ({ x, indices }, [y], { axis, outside }) => {
    const { size, rest } = gatherSizes(x.type, indices.type, axis);
    const row = sizeOf(rest);
    y.data.fill(missing(x.type, outside));
    visitGather(indices, size, axis, (from, to) => {
      for (let i = 0; i < row; i++) y.data[to * row + i] = x.data[from * row + i] ?? NaN;
    });
  },
  gradient: (b, { inputs: { x, indices }, attributes: { axis }, gradients: [g] }) => ({
    x: b.scatterAdd(g, indices, { axis, size: at(x.type.shape, axis) }),
  }),
  webgpu: {
    kind: "view",
    expression: (read, coordinates, { inputs: { x, indices }, attributes: { axis, outside } }) => {
      const chosen = indices.type.shape.length;
      const index = read(indices, coordinates.slice(0, chosen));
      const last = String(at(x.type.shape, axis) - 1);
      const element = read(x, [
        ...coordinates.slice(0, axis),
        `u32(clamp(${index}, 0, ${last}))`,
        ...coordinates.slice(chosen),
      ]);
      return `select(${literal(missing(x.type, outside), x.type.dtype)}, ${element}, (${index} >= 0) & (${index} <= ${last}))`;
    },
  },
  onnx: (emit, { x, indices }, { inputs, outputs: [y], attributes: { axis, outside } }) => {
    const { type } = inputs.x;
    const chosen = inputs.indices.type;
    const last = at(type.shape, axis) - 1;
    // ONNX Runtime rejects an index out of range, so indices are clamped, and the results of those that were, replaced.
    const clamped = emit.node("Min", [
      emit.node("Max", [indices, emit.int32([0], [])]),
      emit.int32([last], []),
    ]);
    const rows =
      axis === 0
        ? emit.node("Gather", [x, clamped], { axis })
        : emit.node(
            "GatherND",
            [x, emit.cast(emit.node("Reshape", [clamped, emit.int64([...chosen.shape, 1])]), "int64")],
            { batch_dims: axis },
          );
    const rest = y.type.shape.slice(chosen.shape.length).map(() => 1);
    const valid = emit.node("Reshape", [
      emit.node("Equal", [clamped, indices]),
      emit.int64([...chosen.shape, ...rest]),
    ]);
    const number = [missing(type, outside)];
    const replacement = type.dtype === "int32" ? emit.int32(number, []) : emit.floats(number);
    return [emit.node("Where", [valid, rows, replacement])];
  },
});

/** The result for an index out of range. */
function missing({ dtype }: TensorType, outside: "zero" | undefined): number {
  if (outside) return 0;
  return dtype === "int32" ? -(2 ** 31) : NaN;
}
