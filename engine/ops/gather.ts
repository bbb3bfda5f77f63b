import { gatherPlaces, gatherSizes } from "./gathering";
import { literal } from "./literal";
import { defineOperation } from "./operation";
import { at, sizeOf, type TensorType } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** x [shared…, size, rest…] and int32 indices [shared…, places…] to [shared…, places…, rest…]; `axis`: the number of shared axes. */
    gather: Signature<["x", "indices"], { readonly axis: number; readonly outside?: "zero" }>;
  }
}

/**
 * Rows of x along `axis`, chosen by int32 indices of any shape: y[s, p, r] = x[s, indices[s, p], r]. The axes before
 * `axis` are shared by both, so that with `axis` 0 it is an embedding (a table of rows, indices of any shape), with
 * `axis` 1 a choice for each sample, and with the last axis, after a transposition, PyTorch's `gather`; indices that
 * are the same for all samples are broadcast first (`index_select`). An index out of range, negative ones among them,
 * gives NaN, of int32 the smallest number, so that nobody takes it for a value; 0 where `outside` says so.
 */
export const gather = defineOperation({
  name: "gather",
  inputs: ["x", "indices"],
  infer: ({ x, indices }, { axis }) => {
    const { shared, places, rest } = gatherSizes(x, indices, axis);
    return [{ shape: [...shared, ...places, ...rest], dtype: x.dtype }];
  },
  reference: ({ x, indices }, [y], { axis, outside }) => {
    const { size, rest } = gatherSizes(x.type, indices.type, axis);
    const row = sizeOf(rest);
    y.data.fill(missing(x.type, outside));
    gatherPlaces(indices, size, axis, (from, to) => {
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
    // ONNX Runtime refuses an index out of range: one in range is taken, and what it gives is not.
    const inside = emit.node("Min", [
      emit.node("Max", [indices, emit.int32([0], [])]),
      emit.int32([last], []),
    ]);
    const rows =
      axis === 0
        ? emit.node("Gather", [x, inside], { axis })
        : emit.node(
            "GatherND",
            [x, emit.cast(emit.node("Reshape", [inside, emit.int64([...chosen.shape, 1])]), "int64")],
            { batch_dims: axis },
          );
    const rest = y.type.shape.slice(chosen.shape.length).map(() => 1);
    const valid = emit.node("Reshape", [
      emit.node("Equal", [inside, indices]),
      emit.int64([...chosen.shape, ...rest]),
    ]);
    const number = [missing(type, outside)];
    const none = type.dtype === "int32" ? emit.int32(number, []) : emit.floats(number);
    return [emit.node("Where", [valid, rows, none])];
  },
});

/** What an index out of range gives. */
function missing({ dtype }: TensorType, outside: "zero" | undefined): number {
  if (outside) return 0;
  return dtype === "int32" ? -(2 ** 31) : NaN;
}
