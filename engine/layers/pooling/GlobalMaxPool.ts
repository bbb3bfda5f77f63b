import { globalPooling } from "./globalPooling";
import { defineLayer } from "../layer";

/**
 * Keras's GlobalMaxPooling for any number of axes, channels first; named like GlobalAvgPool.
 * https://keras.io/api/layers/pooling_layers/global_max_pooling2d/
 */
export const GlobalMaxPool = defineLayer({
  type: "GlobalMaxPool",
  summary: "Takes the largest value of each channel, wherever it is: was the pattern present at all?",
  keywords: ["global maximum pooling"],
  reference: {
    formula: String.raw`y_{n,c} = \max_{s} x_{n,c,s}`,
    gradient:
      "The gradient of each output goes to the place that was the largest; equal ones share it, as in torch.amax.",
    shapes: "input [N, C, *], output [N, C], or [N, C, 1, …] with keepDim",
    sources: [
      "https://keras.io/api/layers/pooling_layers/global_max_pooling2d/",
      "https://onnx.ai/onnx/operators/onnx__GlobalMaxPool.html",
    ],
  },
  ...globalPooling((b, x, axes, keepDims) => b.max(x, { axes, keepDims })),
});
