import { gatherPlaces } from "./gathering";
import { launch } from "./launch";
import { defineOperation } from "./operation";
import { at, float, sameShape, sizeOf, type TensorType } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** Rows [shared…, places…, rest…] and int32 indices [shared…, places…] to [shared…, size, rest…]; `axis`: the number of shared axes. */
    scatterAdd: Signature<2, { readonly axis: number; readonly size: number }>;
  }
}

/**
 * The gradient of `gather`: adds each row to the row that its index names, y[s, indices[s, p], r] += x[s, p, r], in the
 * places' order, so that the bits are the same at every run. Rows of an index out of range are left out.
 */
export const scatterAdd = defineOperation({
  name: "scatterAdd",
  infer: ([x, indices], attributes) => {
    const { shared, rest } = scatterSizes(x, indices, attributes.axis);
    return [float([...shared, attributes.size, ...rest])];
  },
  reference: ([x, indices], [y], { axis, size }) => {
    if (!x || !indices || !y) return;
    const row = sizeOf(scatterSizes(x.type, indices.type, axis).rest);
    y.data.fill(0);
    gatherPlaces(indices, size, axis, (to, from) => {
      for (let i = 0; i < row; i++) {
        y.data[to * row + i] = (y.data[to * row + i] ?? NaN) + (x.data[from * row + i] ?? NaN);
      }
    });
  },
  vjp: (b, { inputs: [, indices], attributes: { axis } }, [g]) =>
    indices && g ? [b.gather(g, indices, { axis, outside: "zero" }), undefined] : [],
  webgpu: {
    kind: "kernels",
    // Each row of the result follows a chain through the places that name it: no atomics, so the sum's order is fixed.
    plan: ({ inputs, attributes: { axis, size } }, device) => {
      const [x, indices] = [at(inputs, 0).type, at(inputs, 1).type];
      const { shared, places, rest } = scatterSizes(x, indices, axis);
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
            bindings: [{ input: 1 }, { scratch: 0 }],
          },
          {
            shader: "scatterAdd",
            constants: { ...add.constants, ...shape },
            workgroups: add.workgroups,
            bindings: [{ input: 0 }, { scratch: 0 }, { output: 0 }],
          },
        ],
        scratch: [links],
      };
    },
  },
  onnx: (emit, [x = "", indices = ""], { inputs, attributes: { axis, size } }) => {
    const [{ type }, { type: chosenType }] = [at(inputs, 0), at(inputs, 1)];
    const { shared, places, rest } = scatterSizes(type, chosenType, axis);
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

function scatterSizes(x: TensorType | undefined, indices: TensorType | undefined, axis: number) {
  const [from, chosen] = [x?.shape ?? [], indices?.shape ?? []];
  if (
    indices?.dtype !== "int32" ||
    axis < 0 ||
    axis > chosen.length ||
    !sameShape(chosen, from.slice(0, chosen.length))
  ) {
    throw new Error(`scatterAdd: [${from.join(", ")}] by [${chosen.join(", ")}] at ${axis}`);
  }
  return { shared: chosen.slice(0, axis), places: chosen.slice(axis), rest: from.slice(chosen.length) };
}
