import { t } from "@vscode/l10n";
import { LayerProblem } from "../../graph/problem";
import { expectImage } from "../functional/expect";
import { windowAttributes, windowedSize } from "../functional/window";
import { defaultUniform } from "../initializer";
import { defineLayer } from "../layer";
import { boolean, integer, padding, pair } from "../parameter";

/** https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html */
export const Conv2d = defineLayer({
  type: "Conv2d",
  category: "convolution",
  summary:
    "Slides learned filters over an image; each output channel answers one pattern wherever it stands.",
  params: {
    outChannels: integer({ minimum: 1, help: "Number of filters." }),
    kernelSize: pair({ minimum: 1, default: 3, help: "Size of the filters.", unit: "px" }),
    stride: pair({ minimum: 1, default: 1, help: "Step of the filters.", unit: "px" }),
    padding: padding({ default: 0, help: 'Zeros around the image; "same" keeps its size.', unit: "px" }),
    dilation: pair({ minimum: 1, default: 1, help: "Distance between the filter's elements.", unit: "px" }),
    groups: integer({
      minimum: 1,
      default: 1,
      help: "Parts that the channels are split into, each with filters of its own.",
    }),
    bias: boolean({ default: true, help: "Adds a learned number to each channel." }),
  },
  fresh: { outChannels: 16 },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    const [channels, height, width] = expectImage(input("input"));
    for (const [param, value] of [
      ["groups", channels],
      ["outChannels", params.outChannels],
    ] as const) {
      if (value % params.groups !== 0) {
        throw new LayerProblem(
          "groups-do-not-divide",
          t("groups {0} does not divide {1} channels", params.groups, value),
          { param },
        );
      }
    }
    const size = windowedSize(height, width, params.kernelSize, windowAttributes(params));
    return { output: { shape: ["N", params.outChannels, ...size], dtype: "float32" } };
  },
  weights: ({ params, input }) => {
    const [channels] = expectImage(input("input"));
    const perGroup = channels / params.groups;
    const init = defaultUniform(perGroup * params.kernelSize[0] * params.kernelSize[1]);
    return {
      weight: { shape: [params.outChannels, perGroup, ...params.kernelSize], init, trainable: true },
      ...(params.bias && { bias: { shape: [params.outChannels], init, trainable: true } }),
    };
  },
  multiplyAdds: ({ params, input, outputs }) => {
    const [channels] = expectImage(input("input"));
    const [outChannels, height, width] = outputs.output ? expectImage(outputs.output) : [0, 0, 0];
    return (
      (outChannels * height * width * channels * params.kernelSize[0] * params.kernelSize[1]) / params.groups
    );
  },
  lower: ({ b, params, input, weight }) => {
    const output = b.conv2d(input("input"), weight("weight"), {
      ...windowAttributes(params),
      groups: params.groups,
    });
    if (!params.bias) return { output };
    return { output: b.add(output, b.reshape(weight("bias"), { shape: [1, params.outChannels, 1, 1] })) };
  },
});
