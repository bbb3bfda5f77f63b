import { defineOperation } from "./operation";
import { pendingKernel } from "./pending";
import { reducedShape, visitReduction } from "./reduction";
import { at, int } from "./tensor";

declare module "./operation" {
  interface Operations {
    argmax: Signature<1, { readonly axis: number }>;
  }
}

/** The position of the largest element along an axis, the first where there are several. int32. */
export const argmax = defineOperation({
  name: "argmax",
  infer: (inputs, { axis }) => [int(reducedShape(inputs[0], { axes: [axis], keepDims: false }))],
  reference: ([x], [y], { axis }) => {
    if (!x || !y) return;
    const best = new Float64Array(y.data.length).fill(-Infinity);
    y.data.fill(0);
    visitReduction(x, [axis], (value, output, position) => {
      if (value <= (best[output] ?? NaN)) return;
      best[output] = value;
      y.data[output] = position;
    });
  },
  vjp: "none",
  webgpu: pendingKernel(),
  onnx: (emit, inputs, { attributes: { axis } }) => [
    emit.cast(emit.node("ArgMax", [at(inputs, 0)], { axis, keepdims: 0 }), "int32"),
  ],
});
