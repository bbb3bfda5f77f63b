import { planReduction } from "./planReduction";
import { defineOperation } from "./operation";
import { reducedShape, restoreAxes, visitReduction, type ReductionAttributes } from "./reduction";

declare module "./operation" {
  interface Operations {
    max: Signature<["x"], ReductionAttributes>;
  }
}

/** The largest element over some axes. The gradient is divided evenly among equal ones, as in PyTorch's `amax`. */
export const max = defineOperation({
  name: "max",
  inputs: ["x"],
  infer: ({ x }, attributes) => [{ shape: reducedShape(x, attributes), dtype: x.dtype }],
  reference: ({ x }, [y], { axes }) => {
    y.data.fill(-Infinity);
    visitReduction(x, axes, (value, output) => {
      y.data[output] = Math.max(y.data[output] ?? NaN, value);
    });
  },
  gradient: (b, { inputs: { x }, outputs: [y], attributes: { axes }, gradients: [g] }) => {
    const isMax = b.equal(x, restoreAxes(b, y, x.type.shape, axes));
    const weight = b.div(isMax, b.sum(isMax, { axes, keepDims: true }));
    return { x: b.mul(weight, restoreAxes(b, g, x.type.shape, axes)) };
  },
  webgpu: {
    kind: "kernels",
    plan: ({ inputs: { x }, outputs: [y], attributes: { axes } }, device) =>
      planReduction(x, y, axes, "max", device),
  },
  onnx: (emit, { x }, { outputs: [y], attributes: { axes, keepDims } }) => {
    if (axes.length === 0) return [emit.node("Identity", [x])];
    const over = { keepdims: Number(keepDims) };
    const largest = emit.node("ReduceMax", [x, emit.int64(axes)], over);
    if (y.type.dtype === "int32") return [largest];
    // ONNX Runtime's ReduceMax ignores NaN.
    const marks = emit.cast(emit.node("IsNaN", [x]), "uint8");
    const isNaN = emit.cast(emit.node("ReduceMax", [marks, emit.int64(axes)], over), "bool");
    return [emit.node("Where", [isNaN, emit.floats([NaN]), largest])];
  },
});
