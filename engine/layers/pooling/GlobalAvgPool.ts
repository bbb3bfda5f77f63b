import { at, sizeOf } from "../../tensor/tensor";
import { globalPooling } from "./globalPooling";
import { defineLayer } from "../layer";

/**
 * Keras's GlobalAveragePooling for any number of axes, channels first. PyTorch has no such layer; the name combines its
 * AvgPool with Keras's and ONNX's Global, without a number of axes because it takes any.
 * https://keras.io/api/layers/pooling_layers/global_average_pooling2d/
 */
export const GlobalAvgPool = defineLayer({
  type: "GlobalAvgPool",
  summary: "Averages each channel over all positions: an image becomes one number per channel.",
  keywords: ["global average pooling"],
  reference: {
    formula: String.raw`y_{n,c} = \frac{1}{m} \sum_{s} x_{n,c,s}, \quad m \text{: the number of places } s`,
    gradient: String.raw`\frac{\partial L}{\partial x_{n,c,s}} = \frac{1}{m} \frac{\partial L}{\partial y_{n,c}}`,
    shapes: "input [N, C, *], output [N, C], or [N, C, 1, …] with keepDim",
    sources: [
      "https://keras.io/api/layers/pooling_layers/global_average_pooling2d/",
      "https://onnx.ai/onnx/operators/onnx__GlobalAveragePool.html",
      "Lin, Chen, Yan: Network in network, https://arxiv.org/abs/1312.4400",
    ],
  },
  ...globalPooling((b, x, axes, keepDims) => {
    const places = sizeOf(axes.map((axis) => at(x.type.shape, axis)));
    return b.mul(b.sum(x, { axes, keepDims }), 1 / places);
  }),
});
