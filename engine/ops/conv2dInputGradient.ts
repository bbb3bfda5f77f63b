import {
  accumulate,
  convolutionSizes,
  element,
  visitConvolution,
  type ConvolutionAttributes,
} from "./convolution";
import { planConvolution } from "./planConvolution";
import { onnxInputGradient } from "./onnxConvolution";
import { defineOperation } from "./operation";
import { at, float } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** The gradient [n, o, oh, ow] and weight [o, c / groups, kh, kw] to [n, c, h, w]: `inputShape`. */
    conv2dInputGradient: Signature<2, ConvolutionAttributes & { readonly inputShape: readonly number[] }>;
  }
}

/** The gradient of a convolution's input, which is also the transposed convolution. */
export const conv2dInputGradient = defineOperation({
  name: "conv2dInputGradient",
  infer: (_, { inputShape }) => [float(inputShape)],
  reference: ([g, weight], [y], attributes) => {
    if (!g || !weight || !y) return;
    y.data.fill(0);
    visitConvolution(convolutionSizes(y.type, weight.type, attributes), attributes, (iy, ix, iw) => {
      accumulate(y.data, ix, element(g.data, iy) * element(weight.data, iw));
    });
  },
  vjp: (b, { inputs: [g, weight], attributes: { inputShape: _, ...attributes } }, [h]) =>
    g && weight && h
      ? [
          b.conv2d(h, weight, attributes),
          b.conv2dWeightGradient(h, g, { ...attributes, weightShape: weight.type.shape }),
        ]
      : [],
  webgpu: {
    kind: "kernels",
    plan: ({ op, inputs, outputs, attributes }, device) => {
      const sizes = convolutionSizes(at(outputs, 0).type, at(inputs, 1).type, attributes);
      return planConvolution(op, sizes, attributes, device);
    },
  },
  onnx: onnxInputGradient,
});
