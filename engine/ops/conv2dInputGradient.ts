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
import { float } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** The gradient [n, o, oh, ow] and weight [o, c / groups, kh, kw] to [n, c, h, w], which is `inputShape`. */
    conv2dInputGradient: Signature<
      ["g", "weight"],
      ConvolutionAttributes & { readonly inputShape: readonly number[] }
    >;
  }
}

/** The gradient of a convolution's input, which is also the transposed convolution. */
export const conv2dInputGradient = defineOperation({
  name: "conv2dInputGradient",
  inputs: ["g", "weight"],
  infer: (_, { inputShape }) => [float(inputShape)],
  reference: ({ g, weight }, [y], attributes) => {
    y.data.fill(0);
    visitConvolution(convolutionSizes(y.type, weight.type, attributes), attributes, (iy, ix, iw) => {
      accumulate(y.data, ix, element(g.data, iy) * element(weight.data, iw));
    });
  },
  gradient: (b, { inputs: { g, weight }, attributes: { inputShape: _, ...attributes }, gradients: [h] }) => ({
    g: b.conv2d(h, weight, attributes),
    weight: b.conv2dWeightGradient(h, g, { ...attributes, weightShape: weight.type.shape }),
  }),
  webgpu: {
    kind: "kernels",
    plan: ({ op, inputs: { g, weight }, outputs: [y], attributes }, device) => {
      const sizes = convolutionSizes(y.type, weight.type, attributes);
      return planConvolution(op, { reads: [g, weight], y }, sizes, attributes, device);
    },
  },
  onnx: onnxInputGradient,
});
