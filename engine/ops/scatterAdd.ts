import { gatherPlaces } from "./gathering";
import { launch } from "./launch";
import { defineOperation } from "./operation";
import { float, sameShape, sizeOf, type TensorType } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** Rows [shared…, places…, rest…] and int32 indices [shared…, places…] to [shared…, size, rest…]; `axis`: the number of shared axes. */
    scatterAdd: Signature<["x", "indices"], { readonly axis: number; readonly size: number }>;
  }
}

/**
 * The gradient of `gather`: adds each row to the row that its index names, y[s, indices[s, p], r] += x[s, p, r], in the
 * places' order, so that the bits are the same at every run. Rows of an index out of range are left out.
 */
export const scatterAdd = defineOperation({
  name: "scatterAdd",
  inputs: ["x", "indices"],
  infer: ({ x, indices }, attributes) => {
    const { shared, rest } = scatterSizes(x, indices, attributes.axis);
    return [float([...shared, attributes.size, ...rest])];
  },
  reference: ({ x, indices }, [y], { axis, size }) => {
    const row = sizeOf(scatterSizes(x.type, indices.type, axis).rest);
    y.data.fill(0);
    gatherPlaces(indices, size, axis, (to, from) => {
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
    // Each row of the result follows a chain through the places that name it: no atomics, so the sum's order is fixed.
    plan: ({ inputs: { x, indices }, outputs: [y], attributes: { axis, size } }, device) => {
      const { shared, places, rest } = scatterSizes(x.type, indices.type, axis);
      const [groups, chosen, row] = [sizeOf(shared), sizeOf(places), sizeOf(rest)];
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
    const { shared, places, rest } = scatterSizes(inputs.x.type, inputs.indices.type, axis);
    const [groups, chosen, row] = [sizeOf(shared), sizeOf(places), sizeOf(rest)];
    // The groups' rows one after the other; what is out of range goes into one row more, which is cut off.
    const lines = emit.node("Reshape", [emit.cast(indices, "int64"), emit.int64([groups, chosen])]);
    const starts = emit.int64(
      Array.from({ length: groups }, (_, group) => group * size),
      [groups, 1],
    );
    const valid = emit.node("And", [
      emit.node("GreaterOrEqual", [lines, emit.int64([0], [])]),
      emit.node("Less", [lines, emit.int64([size], [])]),
    ]);
    const named = emit.node("Where", [
      valid,
      emit.node("Add", [lines, starts]),
      emit.int64([groups * size], []),
    ]);
    const rows = emit.node("Expand", [
      emit.node("Reshape", [named, emit.int64([groups * chosen, 1])]),
      emit.int64([groups * chosen, row]),
    ]);
    const zeros = emit.node("Expand", [emit.floats([0]), emit.int64([groups * size + 1, row])]);
    const values = emit.node("Reshape", [x, emit.int64([groups * chosen, row])]);
    const sums = emit.node("ScatterElements", [zeros, rows, values], { axis: 0, reduction: "add" });
    const kept = emit.node("Slice", [sums, emit.int64([0]), emit.int64([groups * size])]);
    return [emit.node("Reshape", [kept, emit.int64([...shared, size, ...rest])])];
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
  return { shared: chosen.slice(0, axis), places: chosen.slice(axis), rest: from.slice(chosen.length) };
}
