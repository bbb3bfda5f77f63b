import { defineOperation } from "./operation";
import { at, sizeOf, stridesOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** The numbers of zeros before and after each axis. */
    pad: Signature<["x"], { readonly before: readonly number[]; readonly after: readonly number[] }>;
  }
}

/** Pads a tensor with zeros: the gradient of `slice`. */
export const pad = defineOperation({
  name: "pad",
  inputs: ["x"],
  infer: ({ x }, { before, after }) => {
    if (before.length !== x.shape.length || after.length !== x.shape.length)
      throw new Error("pad: needs sizes for every axis");
    return [
      { shape: x.shape.map((size, axis) => at(before, axis) + size + at(after, axis)), dtype: x.dtype },
    ];
  },
  reference: ({ x }, [y], { before }) => {
    y.data.fill(0);
    const from = stridesOf(x.type.shape);
    const to = stridesOf(y.type.shape);
    for (let element = 0; element < sizeOf(x.type.shape); element++) {
      let target = 0;
      for (let axis = 0; axis < to.length; axis++) {
        target +=
          ((Math.floor(element / at(from, axis)) % at(x.type.shape, axis)) + at(before, axis)) * at(to, axis);
      }
      y.data[target] = x.data[element] ?? NaN;
    }
  },
  gradient: (b, { inputs: { x }, attributes: { before }, gradients: [g] }) => ({
    x: b.slice(g, { starts: before, ends: before.map((start, axis) => start + at(x.type.shape, axis)) }),
  }),
  webgpu: {
    kind: "view",
    expression: (read, coordinates, { inputs: { x }, attributes: { before, after } }) => {
      const inside: string[] = [];
      const positions = coordinates.map((coordinate, axis) => {
        const [start, size] = [at(before, axis), at(x.type.shape, axis)];
        if (start === 0 && after[axis] === 0) return coordinate;
        inside.push(`(${coordinate} >= ${String(start)}u) & (${coordinate} < ${String(start + size)}u)`);
        return `clamp(${coordinate}, ${String(start)}u, ${String(start + size - 1)}u) - ${String(start)}u`;
      });
      const element = read(x, positions);
      return inside.length === 0 ? element : `select(0, ${element}, ${inside.join(" & ")})`;
    },
  },
  onnx: (emit, { x }, { attributes: { before, after } }) => [
    emit.node("Pad", [x, emit.int64([...before, ...after])]),
  ],
});
