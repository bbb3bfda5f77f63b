import { planReduction } from "./planReduction";
import { defineOperation } from "./operation";
import { reducedShape, restoreAxes, visitReduction, type ReductionAttributes } from "./reduction";
import { at } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    sum: Signature<1, ReductionAttributes>;
  }
}

/** The sum over some axes. */
export const sum = defineOperation({
  name: "sum",
  infer: (inputs, attributes) => [{ shape: reducedShape(inputs[0], attributes), dtype: at(inputs, 0).dtype }],
  reference: ([x], [y], { axes }) => {
    if (!x || !y) return;
    y.data.fill(0);
    visitReduction(x, axes, (value, output) => {
      y.data[output] = (y.data[output] ?? NaN) + value;
    });
  },
  vjp: (b, { inputs: [x], attributes: { axes } }, [g]) => [
    x && g && b.broadcast(restoreAxes(b, g, x.type.shape, axes), { shape: x.type.shape }),
  ],
  webgpu: {
    kind: "kernels",
    plan: ({ inputs, attributes: { axes } }, device) =>
      planReduction(at(inputs, 0).type, axes, "sum", device),
  },
  onnx: (emit, inputs, { attributes: { axes, keepDims } }) => [
    axes.length === 0
      ? emit.node("Identity", inputs)
      : emit.node("ReduceSum", [at(inputs, 0), emit.int64(axes)], { keepdims: Number(keepDims) }),
  ],
});
