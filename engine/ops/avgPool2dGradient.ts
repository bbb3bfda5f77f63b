import { accumulate, element } from "./convolution";
import { planPooling } from "./planPooling";
import { onnxAvgPoolGradient } from "./onnxPooling";
import { defineOperation } from "./operation";
import { visitPooling, type PoolingAttributes } from "./pooling";
import { float, sizeOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** A gradient [n, c, oh, ow] to [n, c, h, w], which is `inputShape`. */
    avgPool2dGradient: Signature<["g"], PoolingAttributes & { readonly inputShape: readonly number[] }>;
  }
}

/** Spreads each window's gradient evenly over the window. */
export const avgPool2dGradient = defineOperation({
  name: "avgPool2dGradient",
  inputs: ["g"],
  infer: (_, { inputShape }) => [float(inputShape)],
  reference: ({ g }, [y], attributes) => {
    const size = attributes.kernel[0] * attributes.kernel[1];
    y.data.fill(0);
    visitPooling(y.type.shape, g.type.shape, attributes, (ig, ix) => {
      accumulate(y.data, ix, element(g.data, ig) / size);
    });
  },
  gradient: (b, { attributes: { inputShape: _, ...attributes }, gradients: [h] }) => ({
    g: b.avgPool2d(h, attributes),
  }),
  webgpu: {
    kind: "kernels",
    plan: ({ op, inputs: { g }, attributes }, device) => {
      const { inputShape } = attributes;
      return planPooling(op, inputShape, g.type.shape, sizeOf(inputShape), attributes, device);
    },
  },
  onnx: onnxAvgPoolGradient,
});
