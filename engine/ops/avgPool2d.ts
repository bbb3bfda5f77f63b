import { accumulate, element } from "./convolution";
import { planPooling } from "./planPooling";
import { onnxAvgPool } from "./onnxPooling";
import { defineOperation } from "./operation";
import { pooledShape, visitPooling, type PoolingAttributes } from "./pooling";
import { float, sizeOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** [n, c, h, w] to [n, c, oh, ow]. */
    avgPool2d: Signature<["x"], PoolingAttributes>;
  }
}

/** The mean of each window; padding counts as zeros, as with PyTorch's `count_include_pad`. */
export const avgPool2d = defineOperation({
  name: "avgPool2d",
  inputs: ["x"],
  infer: ({ x }, attributes) => [float(pooledShape(x, attributes))],
  reference: ({ x }, [y], attributes) => {
    const size = attributes.kernel[0] * attributes.kernel[1];
    y.data.fill(0);
    visitPooling(x.type.shape, y.type.shape, attributes, (iy, ix) => {
      accumulate(y.data, iy, element(x.data, ix) / size);
    });
  },
  gradient: (b, { inputs: { x }, attributes, gradients: [g] }) => ({
    x: b.avgPool2dGradient(g, { ...attributes, inputShape: x.type.shape }),
  }),
  webgpu: {
    kind: "kernels",
    plan: ({ op, inputs: { x }, outputs: [y], attributes }, device) => {
      const pooled = y.type.shape;
      return planPooling(op, x.type.shape, pooled, sizeOf(pooled), attributes, device);
    },
  },
  onnx: onnxAvgPool,
});
