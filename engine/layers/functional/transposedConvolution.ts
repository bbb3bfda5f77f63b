import { t } from "@vscode/l10n";
import { LayerProblem } from "../../graph/problem";
import { at, sizeOf } from "../../ops/tensor";
import { defaultUniform } from "../initializer";
import type { Layer } from "../layer";
import { boolean, integer, perAxis } from "../parameter";
import { expectGroups } from "./convolution";
import { convolveTransposed, transposedSize } from "./convolveTransposed";
import { expectSpatial } from "./expect";
import { windowsOf } from "./window";

/** The parameters of a transposed convolution over `rank` axes. */
function transposedParams(rank: number) {
  const unit = rank === 2 ? "px" : undefined;
  return {
    outChannels: integer({ minimum: 1, help: "Number of filters." }),
    kernelSize: perAxis(rank, { minimum: 1, default: 2, help: "Size of the filters.", unit }),
    stride: perAxis(rank, {
      minimum: 1,
      default: 1,
      help: "Distance at which neighbours are put down: 2 doubles the size.",
      unit,
    }),
    padding: perAxis(rank, { minimum: 0, default: 0, help: "Cut from each end of the output.", unit }),
    outputPadding: perAxis(rank, {
      minimum: 0,
      default: 0,
      help: "Added to one end of the output, where a stride leaves its size open.",
      unit,
    }),
    dilation: perAxis(rank, {
      minimum: 1,
      default: 1,
      help: "Distance between the filter's elements.",
      unit,
    }),
    groups: integer({
      minimum: 1,
      default: 1,
      help: "Parts that the channels are split into, each with filters of its own.",
    }),
    bias: boolean({ default: true, help: "Adds a learned number to each channel." }),
  };
}

type Params = ReturnType<typeof transposedParams>;

/** All of a transposed convolution's record that follows from how many axes it moves over: 1 or 2. */
export function transposedConvolution(rank: number) {
  return {
    category: "convolution",
    params: transposedParams(rank),
    fresh: { outChannels: 16, stride: 2 },
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ params, input }) => {
      const [channels = 0, ...sizes] = expectSpatial(input("input"), rank);
      expectGroups(params.groups, channels, params.outChannels);
      const { outputPadding } = params;
      if (
        outputPadding.some(
          (size, axis) => size >= Math.max(at(params.stride, axis), at(params.dilation, axis)),
        )
      ) {
        throw new LayerProblem(
          "output-padding-too-large",
          t("outputPadding must be smaller than the stride or the dilation"),
          { param: "outputPadding" },
        );
      }
      const made = windowsOf(params).map(
        (window, axis) => transposedSize(at(sizes, axis), window).left + at(outputPadding, axis),
      );
      if (made.some((size) => size < 1)) {
        throw new LayerProblem("padding-too-large", t("padding leaves nothing of the output; use less"), {
          param: "padding",
        });
      }
      return { output: { shape: ["N", params.outChannels, ...made], dtype: "float32" } };
    },
    weights: ({ params, input }) => {
      const channels = at(expectSpatial(input("input"), rank), 0);
      const perGroup = params.outChannels / params.groups;
      // PyTorch counts a weight's second axis as what comes in, which is here what goes out.
      const init = defaultUniform(perGroup * sizeOf(params.kernelSize));
      return {
        weight: { shape: [channels, perGroup, ...params.kernelSize], init, trainable: true },
        ...(params.bias && { bias: { shape: [params.outChannels], init, trainable: true } }),
      };
    },
    multiplyAdds: ({ params, input }) =>
      (sizeOf(expectSpatial(input("input"), rank)) * params.outChannels * sizeOf(params.kernelSize)) /
      params.groups,
    lower: ({ b, params, input, weight }) => {
      const output = convolveTransposed(b, input("input"), weight("weight"), windowsOf(params), params);
      if (!params.bias) return { output };
      const ones = params.kernelSize.map(() => 1);
      return {
        output: b.add(output, b.reshape(weight("bias"), { shape: [1, params.outChannels, ...ones] })),
      };
    },
  } satisfies Omit<Layer<Params>, "type" | "summary" | "reference">;
}
