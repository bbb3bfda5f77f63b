import { accumulate, element } from "./convolution";
import { planPooling } from "./planPooling";
import { onnxMaxPoolGradient } from "./onnxPooling";
import { defineOperation } from "./operation";
import type { PoolingAttributes } from "./pooling";
import { at, float, sizeOf } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** A gradient [n, c, oh, ow] and int32 indices in h·w planes to [n, c, h, w], which is `inputShape`. */
    maxPool2dGradient: Signature<
      ["g", "indices"],
      PoolingAttributes & { readonly inputShape: readonly number[] }
    >;
  }
}

/** Adds each window's gradient to the element that was its largest. */
export const maxPool2dGradient = defineOperation({
  name: "maxPool2dGradient",
  inputs: ["g", "indices"],
  infer: (_, { inputShape }) => [float(inputShape)],
  reference: ({ g, indices }, [y], { inputShape }) => {
    const [inPlane, outPlane] = [
      at(inputShape, 2) * at(inputShape, 3),
      at(g.type.shape, 2) * at(g.type.shape, 3),
    ];
    y.data.fill(0);
    g.data.forEach((value, i) => {
      accumulate(y.data, Math.floor(i / outPlane) * inPlane + element(indices.data, i), value);
    });
  },
  gradient: "none",
  webgpu: {
    kind: "kernels",
    plan: ({ op, inputs: { g }, attributes }, device) => {
      const { inputShape } = attributes;
      return planPooling(op, inputShape, g.type.shape, sizeOf(inputShape), attributes, device);
    },
  },
  onnx: onnxMaxPoolGradient,
});
