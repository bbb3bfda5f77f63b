import { defineOperation } from "./operation";
import { pendingKernel, pendingOnnx } from "./pending";
import { float } from "./tensor";

declare module "./operation" {
  interface Operations {
    /** Inputs: a tensor, and scalars `low` and `high`. */
    histogram: Signature<3, { readonly bins: number }>;
  }
}

/**
 * float32 counts of a tensor's elements in equal bins between low and high; the last bin includes high. Elements
 * outside and NaN are not counted.
 */
export const histogram = defineOperation({
  name: "histogram",
  infer: (_, { bins }) => [float([bins])],
  reference: ([x, low, high], [y], { bins }) => {
    if (!x || !low || !high || !y) return;
    const [from, to] = [low.data[0] ?? NaN, high.data[0] ?? NaN];
    y.data.fill(0);
    for (const value of x.data) {
      if (!(value >= from && value <= to)) continue;
      const bin = to > from ? Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins)) : 0;
      y.data[bin] = (y.data[bin] ?? 0) + 1;
    }
  },
  vjp: "none",
  webgpu: pendingKernel(),
  onnx: pendingOnnx(),
});
