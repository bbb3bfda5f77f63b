import { visitGather } from "./gathering";
import { launch } from "./launch";
import { defineOperation } from "./operation";
import { float, sameShape, sizeOf, type TensorType } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /**
     * Rows [batch…, places…, rest…] and int32 indices [batch…, places…] to [batch…, size, rest…]; `axis` is the number of
     * batch axes.
     */
    scatterAdd: Signature<["x", "indices"], { readonly axis: number; readonly size: number }>;
  }
}

/**
 * The gradient of `gather`: adds each row to the row that its index selects, y[n, indices[n, p], r] += x[n, p, r], in
 * the order of the places, so that the result is the same to the bit in every run. Rows with an index out of range are
 * ignored.
 */
export const scatterAdd = defineOperation({
  name: "scatterAdd",
  inputs: ["x", "indices"],
  infer: ({ x, indices }, attributes) => {
    const { batch, rest } = scatterSizes(x, indices, attributes.axis);
    return [float([...batch, attributes.size, ...rest])];
  },
  reference: ({ x, indices }, [y], { axis, size }) => {
    const row = sizeOf(scatterSizes(x.type, indices.type, axis).rest);
    y.data.fill(0);
    visitGather(indices, size, axis, (to, from) => {
      for (let i = 0; i < row; i++) {
        y.data[to * row + i] = (y.data[to * row + i] ?? NaN) + (x.data[from * row + i] ?? NaN);
      }
    });
  },
  gradient: (b, { inputs: { indices }, attributes: { axis }, gradients: [g] }) => ({
    x: b.gather(g, indices, { axis, outside: "zero" }),
  }),
  webgpu: {
    kind: "kernels",
    // Each row of the result follows a linked list of the places that select it. Without atomics, the order is fixed.
    plan: ({ inputs: { x, indices }, outputs: [y], attributes: { axis, size } }, device) => {
      const { batch, places, rest } = scatterSizes(x.type, indices.type, axis);
      const [groups, chosen, row] = [sizeOf(batch), sizeOf(places), sizeOf(rest)];
      const shape = { GROUPS: groups, SIZE: size, PLACES: chosen, ROW: row };
      const links = groups * (size + chosen);
      const [chain, add] = [launch(links, device), launch(groups * size * row, device)];
      return {
        kernels: [
          {
            shader: "scatterChain",
            constants: { ...chain.constants, ...shape },
            workgroups: chain.workgroups,
            bindings: [indices, { scratch: 0 }],
          },
          {
            shader: "scatterAdd",
            constants: { ...add.constants, ...shape },
            workgroups: add.workgroups,
            bindings: [x, { scratch: 0 }, y],
          },
        ],
        scratch: [links],
      };
    },
  },
  onnx: (emit, { x, indices }, { inputs, attributes: { axis, size } }) => {
    const { batch, places, rest } = scatterSizes(inputs.x.type, inputs.indices.type, axis);
    const [groups, chosen, row] = [sizeOf(batch), sizeOf(places), sizeOf(rest)];
    // The rows of all groups in one list. Rows with an index out of range go into an extra row, which is cut off.
    const lines = emit.node("Reshape", [emit.cast(indices, "int64"), emit.int64([groups, chosen])]);
    const starts = emit.int64(
      Array.from({ length: groups }, (_, group) => group * size),
      [groups, 1],
    );
    const valid = emit.node("And", [
      emit.node("GreaterOrEqual", [lines, emit.int64([0], [])]),
      emit.node("Less", [lines, emit.int64([size], [])]),
    ]);
    const targets = emit.node("Where", [
      valid,
      emit.node("Add", [lines, starts]),
      emit.int64([groups * size], []),
    ]);
    const rows = emit.node("Expand", [
      emit.node("Reshape", [targets, emit.int64([groups * chosen, 1])]),
      emit.int64([groups * chosen, row]),
    ]);
    const zeros = emit.node("Expand", [emit.floats([0]), emit.int64([groups * size + 1, row])]);
    const values = emit.node("Reshape", [x, emit.int64([groups * chosen, row])]);
    const sums = emit.node("ScatterElements", [zeros, rows, values], { axis: 0, reduction: "add" });
    const result = emit.node("Slice", [sums, emit.int64([0]), emit.int64([groups * size])]);
    return [emit.node("Reshape", [result, emit.int64([...batch, size, ...rest])])];
  },
});

function scatterSizes(x: TensorType, indices: TensorType, axis: number) {
  const [from, chosen] = [x.shape, indices.shape];
  if (
    indices.dtype !== "int32" ||
    axis < 0 ||
    axis > chosen.length ||
    !sameShape(chosen, from.slice(0, chosen.length))
  ) {
    throw new Error(`scatterAdd: [${from.join(", ")}] by [${chosen.join(", ")}] at ${axis}`);
  }
  return { batch: chosen.slice(0, axis), places: chosen.slice(axis), rest: from.slice(chosen.length) };
}
