import { launch } from "./launch";
import { defineOperation } from "./operation";
import { reducedShape, visitReduction } from "./reduction";
import { at, int, sizeOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    argmax: Signature<["x"], { readonly axis: number }>;
  }
}

/** The int32 index of the largest element along an axis, the first if several are equal. */
export const argmax = defineOperation({
  name: "argmax",
  inputs: ["x"],
  infer: ({ x }, { axis }) => [int(reducedShape(x, { axes: [axis], keepDims: false }))],
  reference: ({ x }, [y], { axis }) => {
    const best = new Float64Array(y.data.length).fill(-Infinity);
    y.data.fill(0);
    visitReduction(x, [axis], (value, output, position) => {
      const largest = best[output] ?? NaN;
      if (!(value > largest || (Number.isNaN(value) && !Number.isNaN(largest)))) return;
      best[output] = value;
      y.data[output] = position;
    });
  },
  gradient: "none",
  webgpu: {
    kind: "kernels",
    plan: ({ inputs: { x }, outputs: [y], attributes: { axis } }, device) => {
      const { shape, dtype } = x.type;
      const size = sizeOf(y.type.shape);
      const { workgroups, constants } = launch(size, device);
      const inner = sizeOf(shape.slice(axis + 1));
      return {
        kernels: [
          {
            shader: `${dtype}+argmax`,
            constants: { ...constants, OUTPUTS: size, SIZE: at(shape, axis), INNER: inner },
            workgroups,
          },
        ],
      };
    },
  },
  onnx: (emit, { x }, { attributes: { axis } }) => [
    emit.cast(emit.node("ArgMax", [x], { axis, keepdims: 0 }), "int32"),
  ],
});
