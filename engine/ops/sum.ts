import { planReduction } from "./planReduction";
import { defineOperation } from "./operation";
import { reducedShape, restoreAxes, visitReduction, type ReductionAttributes } from "./reduction";

declare module "./operation" {
  interface Operations {
    sum: Signature<["x"], ReductionAttributes>;
  }
}

/** The sum over some axes. */
export const sum = defineOperation({
  name: "sum",
  inputs: ["x"],
  infer: ({ x }, attributes) => [{ shape: reducedShape(x, attributes), dtype: x.dtype }],
  reference: ({ x }, [y], { axes }) => {
    y.data.fill(0);
    visitReduction(x, axes, (value, output) => {
      y.data[output] = (y.data[output] ?? NaN) + value;
    });
  },
  gradient: (b, { inputs: { x }, attributes: { axes }, gradients: [g] }) => ({
    x: b.broadcast(restoreAxes(b, g, x.type.shape, axes), { shape: x.type.shape }),
  }),
  webgpu: {
    kind: "kernels",
    plan: ({ inputs: { x }, outputs: [y], attributes: { axes } }, device) =>
      planReduction(x, y, axes, "sum", device),
  },
  onnx: (emit, { x }, { attributes: { axes, keepDims } }) => [
    axes.length === 0
      ? emit.node("Identity", [x])
      : emit.node("ReduceSum", [x, emit.int64(axes)], { keepdims: Number(keepDims) }),
  ],
});
