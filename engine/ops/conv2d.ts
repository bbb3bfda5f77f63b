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
import { at, float } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** x [n, c, h, w] and weight [o, c / groups, kh, kw] to [n, o, oh, ow]. */
    conv2d: Signature<2, ConvolutionAttributes>;
  }
}

/** Cross-correlation, which deep learning calls convolution; zeros outside. */
export const conv2d = defineOperation({
  name: "conv2d",
  infer: (inputs, attributes) => {
    const { n, o, oh, ow } = convolutionSizes(at(inputs, 0), at(inputs, 1), attributes);
    return [float([n, o, oh, ow])];
  },
  reference: ([x, weight], [y], attributes) => {
    if (!x || !weight || !y) return;
    y.data.fill(0);
    visitConvolution(convolutionSizes(x.type, weight.type, attributes), attributes, (iy, ix, iw) => {
      accumulate(y.data, iy, element(x.data, ix) * element(weight.data, iw));
    });
  },
  vjp: (b, { inputs: [x, weight], attributes }, [g]) =>
    x && weight && g
      ? [
          b.conv2dInputGradient(g, weight, { ...attributes, inputShape: x.type.shape }),
          b.conv2dWeightGradient(x, g, { ...attributes, weightShape: weight.type.shape }),
        ]
      : [],
  webgpu: {
    kind: "kernels",
    plan: ({ op, inputs, attributes }, device) => {
      const sizes = convolutionSizes(at(inputs, 0).type, at(inputs, 1).type, attributes);
      return planConvolution(op, sizes, attributes, device);
    },
  },
  onnx: (emit, inputs, { attributes }) => [
    emit.node("Conv", inputs, { ...onnxWindow(attributes), group: attributes.groups }),
  ],
});
