import {
  accumulate,
  convolutionSizes,
  element,
  onnxWindow,
  visitConvolution,
  type ConvolutionAttributes,
} from "./convolution";
import { planConvolution } from "./planConvolution";
import { defineOperation } from "./operation";
import { float } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** x [n, c, h, w] and weight [o, c / groups, kh, kw] to [n, o, oh, ow]. */
    conv2d: Signature<["x", "weight"], ConvolutionAttributes>;
  }
}

/** Cross-correlation, which deep learning calls convolution; padding is zeros. */
export const conv2d = defineOperation({
  name: "conv2d",
  inputs: ["x", "weight"],
  infer: ({ x, weight }, attributes) => {
    const { n, o, oh, ow } = convolutionSizes(x, weight, attributes);
    return [float([n, o, oh, ow])];
  },
  reference: ({ x, weight }, [y], attributes) => {
    y.data.fill(0);
    visitConvolution(convolutionSizes(x.type, weight.type, attributes), attributes, (iy, ix, iw) => {
      accumulate(y.data, iy, element(x.data, ix) * element(weight.data, iw));
    });
  },
  gradient: (b, { inputs: { x, weight }, attributes, gradients: [g] }) => ({
    x: b.conv2dInputGradient(g, weight, { ...attributes, inputShape: x.type.shape }),
    weight: b.conv2dWeightGradient(x, g, { ...attributes, weightShape: weight.type.shape }),
  }),
  webgpu: {
    kind: "kernels",
    plan: ({ op, inputs: { x, weight }, outputs: [y], attributes }, device) => {
      const sizes = convolutionSizes(x.type, weight.type, attributes);
      return planConvolution(op, { reads: [x, weight], y }, sizes, attributes, device);
    },
  },
  onnx: (emit, { x, weight }, { attributes }) => [
    emit.node("Conv", [x, weight], { ...onnxWindow(attributes), group: attributes.groups }),
  ],
});
