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
import { float } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** x [n, c, h, w] and the gradient [n, o, oh, ow] to [o, c / groups, kh, kw], which is `weightShape`. */
    conv2dWeightGradient: Signature<
      ["x", "g"],
      ConvolutionAttributes & { readonly weightShape: readonly number[] }
    >;
  }
}

/** The gradient of a convolution's weight. */
export const conv2dWeightGradient = defineOperation({
  name: "conv2dWeightGradient",
  inputs: ["x", "g"],
  infer: (_, { weightShape }) => [float(weightShape)],
  reference: ({ x, g }, [y], attributes) => {
    y.data.fill(0);
    visitConvolution(convolutionSizes(x.type, y.type, attributes), attributes, (iy, ix, iw) => {
      accumulate(y.data, iw, element(x.data, ix) * element(g.data, iy));
    });
  },
  gradient: (b, { inputs: { x, g }, attributes: { weightShape: _, ...attributes }, gradients: [h] }) => ({
    x: b.conv2dInputGradient(g, h, { ...attributes, inputShape: x.type.shape }),
    g: b.conv2d(x, h, attributes),
  }),
  webgpu: {
    kind: "kernels",
    plan: ({ op, inputs: { x, g }, outputs: [y], attributes }, device) => {
      const sizes = convolutionSizes(x.type, y.type, attributes);
      return planConvolution(op, { reads: [x, g], y }, sizes, attributes, device);
    },
  },
  onnx: onnxWeightGradient,
});
