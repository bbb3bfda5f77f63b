import { planReduction } from "./planReduction";
import { defineOperation } from "./operation";
import { reducedShape, restoreAxes, visitReduction, type ReductionAttributes } from "./reduction";
import { at } from "../tensor/tensor";

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
  onnx: (emit, inputs, { outputs, attributes: { axes, keepDims } }) => {
    const [x = ""] = inputs;
    if (axes.length === 0) return [emit.node("Identity", inputs)];
    const over = { keepdims: Number(keepDims) };
    const largest = emit.node("ReduceMax", [x, emit.int64(axes)], over);
    if (at(outputs, 0).type.dtype === "int32") return [largest];
    // ONNX Runtime's ReduceMax passes over NaN.
    const marks = emit.cast(emit.node("IsNaN", [x]), "uint8");
    const isNaN = emit.cast(emit.node("ReduceMax", [marks, emit.int64(axes)], over), "bool");
    return [emit.node("Where", [isNaN, emit.floats([NaN]), largest])];
  },
});
