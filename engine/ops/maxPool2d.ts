import { element } from "./convolution";
import { planPooling } from "./planPooling";
import { onnxMaxPool } from "./onnxPooling";
import { defineOperation } from "./operation";
import { pooledShape, visitPooling, type PoolingAttributes } from "./pooling";
import { float, int, sizeOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** [n, c, h, w] to the values [n, c, oh, ow] and the int32 index of each in its h·w plane. */
    maxPool2d: Signature<["x"], PoolingAttributes, 2>;
  }
}

/** The largest element of each window, the first if several are equal, and its index, as in PyTorch. */
export const maxPool2d = defineOperation({
  name: "maxPool2d",
  inputs: ["x"],
  outputs: 2,
  infer: ({ x }, attributes) => {
    const shape = pooledShape(x, attributes);
    return [float(shape), int(shape)];
  },
  reference: ({ x }, [values, indices], attributes) => {
    values.data.fill(-Infinity);
    visitPooling(x.type.shape, values.type.shape, attributes, (iy, ix, inPlane) => {
      const value = element(x.data, ix);
      if (!(value > element(values.data, iy) || Number.isNaN(value))) return;
      values.data[iy] = value;
      indices.data[iy] = inPlane;
    });
  },
  gradient: (b, { inputs: { x }, outputs: [, indices], attributes, gradients: [g] }) => ({
    x: g && b.maxPool2dGradient(g, indices, { ...attributes, inputShape: x.type.shape }),
  }),
  webgpu: {
    kind: "kernels",
    plan: ({ op, inputs: { x }, outputs: [values], attributes }, device) => {
      const pooled = values.type.shape;
      return planPooling(op, x.type.shape, pooled, sizeOf(pooled), attributes, device);
    },
  },
  onnx: onnxMaxPool,
});
