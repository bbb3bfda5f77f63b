import { planReduction } from "./planReduction";
import { defineOperation } from "./operation";
import { reducedShape, restoreAxes, visitReduction, type ReductionAttributes } from "./reduction";
import { at } from "./tensor";

declare module "./operation" {
  interface Operations {
    max: Signature<1, ReductionAttributes>;
  }
}

/** The largest element over some axes. Equal ones share the gradient, as in PyTorch's `amax`. */
export const max = defineOperation({
  name: "max",
  infer: (inputs, attributes) => [{ shape: reducedShape(inputs[0], attributes), dtype: at(inputs, 0).dtype }],
  reference: ([x], [y], { axes }) => {
    if (!x || !y) return;
    y.data.fill(-Infinity);
    visitReduction(x, axes, (value, output) => {
      y.data[output] = Math.max(y.data[output] ?? NaN, value);
    });
  },
  vjp: (b, { inputs: [x], outputs: [y], attributes: { axes } }, [g]) => {
    if (!x || !y || !g) return [];
    const isMax = b.equal(x, restoreAxes(b, y, x.type.shape, axes));
    const share = b.div(isMax, b.sum(isMax, { axes, keepDims: true }));
    return [b.mul(share, restoreAxes(b, g, x.type.shape, axes))];
  },
  webgpu: {
    kind: "kernels",
    plan: ({ inputs, attributes: { axes } }, device) =>
      planReduction(at(inputs, 0).type, axes, "max", device),
  },
  onnx: (emit, inputs, { attributes: { axes, keepDims } }) => [
    axes.length === 0
      ? emit.node("Identity", inputs)
      : emit.node("ReduceMax", [at(inputs, 0), emit.int64(axes)], { keepdims: Number(keepDims) }),
  ],
});
