import { gatherPlaces, gatherSizes } from "./gathering";
import { literal } from "./literal";
import { defineOperation } from "./operation";
import { at, sizeOf, type TensorType } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** x [shared…, size, rest…] and int32 indices [shared…, places…] to [shared…, places…, rest…]; `axis`: the number of shared axes. */
    gather: Signature<2, { readonly axis: number; readonly outside?: "zero" }>;
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
  infer: ([x, indices], { axis }) => {
    const { shared, places, rest } = gatherSizes(x, indices, axis);
    return [{ shape: [...shared, ...places, ...rest], dtype: x?.dtype ?? "float32" }];
  },
  reference: ([x, indices], [y], { axis, outside }) => {
    if (!x || !indices || !y) return;
    const { size, rest } = gatherSizes(x.type, indices.type, axis);
    const row = sizeOf(rest);
    y.data.fill(missing(x.type, outside));
    gatherPlaces(indices, size, axis, (from, to) => {
      for (let i = 0; i < row; i++) y.data[to * row + i] = x.data[from * row + i] ?? NaN;
    });
  },
  vjp: (b, { inputs: [x, indices], attributes: { axis } }, [g]) =>
    x && indices && g ? [b.scatterAdd(g, indices, { axis, size: at(x.type.shape, axis) }), undefined] : [],
  webgpu: {
    kind: "view",
    expression: (read, coordinates, { inputs, attributes: { axis, outside } }) => {
      const [x, indices] = [at(inputs, 0).type, at(inputs, 1).type.shape];
      const index = read(1, coordinates.slice(0, indices.length));
      const last = String(at(x.shape, axis) - 1);
      const element = read(0, [
        ...coordinates.slice(0, axis),
        `u32(clamp(${index}, 0, ${last}))`,
        ...coordinates.slice(indices.length),
      ]);
      return `select(${literal(missing(x, outside), x.dtype)}, ${element}, (${index} >= 0) & (${index} <= ${last}))`;
    },
  },
  onnx: (emit, [x = "", indices = ""], { inputs, outputs, attributes: { axis, outside } }) => {
    const [{ type }, { type: chosen }] = [at(inputs, 0), at(inputs, 1)];
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
    const rest = at(outputs, 0)
      .type.shape.slice(chosen.shape.length)
      .map(() => 1);
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
