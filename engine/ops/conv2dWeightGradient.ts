import {
  accumulate,
  convolutionSizes,
  element,
  visitConvolution,
  type ConvolutionAttributes,
} from "./convolution";
import { planConvolution } from "./planConvolution";
import { onnxWeightGradient } from "./onnxConvolution";
import { defineOperation } from "./operation";
import { at, float } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** x [n, c, h, w] and the gradient [n, o, oh, ow] to [o, c / groups, kh, kw]: `weightShape`. */
    conv2dWeightGradient: Signature<2, ConvolutionAttributes & { readonly weightShape: readonly number[] }>;
  }
}

/** The gradient of a convolution's weight. */
export const conv2dWeightGradient = defineOperation({
  name: "conv2dWeightGradient",
  infer: (_, { weightShape }) => [float(weightShape)],
  reference: ([x, g], [y], attributes) => {
    if (!x || !g || !y) return;
    y.data.fill(0);
    visitConvolution(convolutionSizes(x.type, y.type, attributes), attributes, (iy, ix, iw) => {
      accumulate(y.data, iw, element(x.data, ix) * element(g.data, iy));
    });
  },
  vjp: (b, { inputs: [x, g], attributes: { weightShape: _, ...attributes } }, [h]) =>
    x && g && h
      ? [b.conv2dInputGradient(g, h, { ...attributes, inputShape: x.type.shape }), b.conv2d(x, h, attributes)]
      : [],
  webgpu: {
    kind: "kernels",
    plan: ({ op, inputs, outputs, attributes }, device) => {
      const sizes = convolutionSizes(at(inputs, 0).type, at(outputs, 0).type, attributes);
      return planConvolution(op, sizes, attributes, device);
    },
  },
  onnx: onnxWeightGradient,
});
