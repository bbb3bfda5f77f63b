import { expectImage } from "../functional/expect";
import { poolingParams, poolingWindow } from "../functional/pooling";
import { planarWindow, windowedSizes, windowsOf } from "../functional/window";
import { defineLayer } from "../layer";

/** https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html */
export const AvgPool2d = defineLayer({
  type: "AvgPool2d",
  category: "pooling",
  summary: "Keeps the mean of each window: the image shrinks and is smoothed.",
  params: poolingParams,
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    const [channels, height, width] = expectImage(input("input"));
    const size = windowedSizes([height, width], windowsOf(poolingWindow(params)));
    return { output: { shape: ["N", channels, ...size], dtype: "float32" } };
  },
  lower: ({ b, params, input }) => {
    const attributes = {
      ...planarWindow(windowsOf(poolingWindow(params))),
      kernel: params.kernelSize as [number, number],
    };
    return { output: b.avgPool2d(input("input"), attributes) };
  },
});
