import { sumParts } from "./planProduct";
import { onnxHistogram } from "./onnxHistogram";
import { defineOperation } from "./operation";
import { float, sizeOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** Low and high are scalars. */
    histogram: Signature<["x", "low", "high"], { readonly bins: number }>;
  }
}

/** The most workgroups to divide the elements among, and the fewest elements worth a workgroup. */
const maxParts = 64;
const minElements = 1024;

/**
 * float32 counts of a tensor's elements in equal bins between low and high; the last bin includes high. NaN and
 * elements outside are not counted.
 */
export const histogram = defineOperation({
  name: "histogram",
  inputs: ["x", "low", "high"],
  infer: (_, { bins }) => [float([bins])],
  reference: ({ x, low, high }, [y], { bins }) => {
    const [from, to] = [low.data[0] ?? NaN, high.data[0] ?? NaN];
    y.data.fill(0);
    for (const value of x.data) {
      if (!(value >= from && value <= to)) continue;
      const bin = to > from ? Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins)) : 0;
      y.data[bin] = (y.data[bin] ?? 0) + 1;
    }
  },
  gradient: "none",
  webgpu: {
    kind: "kernels",
    plan: ({ inputs: { x, low, high }, outputs: [y], attributes: { bins } }, device) => {
      const size = sizeOf(x.type.shape);
      const parts = Math.max(1, Math.min(maxParts, Math.floor(size / minElements)));
      return {
        kernels: [
          {
            shader: "histogram",
            constants: { SIZE: size, BINS: bins, WORKGROUPS: parts },
            workgroups: [parts, 1, 1],
            bindings: [x, low, high, { scratch: 0 }],
          },
          sumParts(bins, parts, [{ scratch: 0 }, y], device),
        ],
        scratch: [bins * parts],
      };
    },
  },
  onnx: onnxHistogram,
});
