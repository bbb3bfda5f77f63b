import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import { at, sizeOf } from "../../tensor/tensor";
import type { Layer } from "../layer";
import { transposedMoves } from "../moves";
import { perAxis } from "../../parameters/parameter";
import { convolveTransposed, transposedSize } from "../functional/convolveTransposed";
import { expectSpatial } from "../functional/expect";
import { addBias, expectGroups, filterParams, filterWeights } from "../functional/filters";
import { windowsOf } from "../functional/window";

/** The parameters of a transposed convolution over `rank` axes. */
function transposedParams(rank: number) {
  const unit = rank === 2 ? "px" : undefined;
  const { outChannels, ...others } = filterParams(rank);
  return {
    outChannels,
    kernelSize: perAxis(rank, { minimum: 1, default: 2, help: "Size of the filters.", unit }),
    stride: perAxis(rank, {
      minimum: 1,
      default: 1,
      help: "Distance between neighbours in the output: 2 doubles the size.",
      unit,
    }),
    padding: perAxis(rank, { minimum: 0, default: 0, help: "Cropped from each end of the output.", unit }),
    outputPadding: perAxis(rank, {
      minimum: 0,
      default: 0,
      help: "Added to one end of the output, since a stride leaves its size ambiguous.",
      unit,
    }),
    ...others,
  };
}

type Params = ReturnType<typeof transposedParams>;

/** The part of a transposed convolution's record that depends only on its number of spatial axes: 1 or 2. */
export function transposedConvolution(rank: number) {
  return {
    category: "convolution",
    units: "channels",
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
        throw new LayerProblem(
          "padding-too-large",
          t("padding leaves nothing of the output; use less padding"),
          {
            param: "padding",
          },
        );
      }
      return { output: { shape: ["N", params.outChannels, ...made], dtype: "float32" } };
    },
    weights: ({ params, input }) => {
      const channels = at(expectSpatial(input("input"), rank), 0);
      return filterWeights(channels, params.outChannels / params.groups, params);
    },
    multiplyAdds: ({ params, input }) =>
      (sizeOf(expectSpatial(input("input"), rank)) * params.outChannels * sizeOf(params.kernelSize)) /
      params.groups,
    moves: ({ params }) => transposedMoves(windowsOf(params)),
    lower: ({ b, params, input, weight }) => {
      const output = convolveTransposed(b, input("input"), weight("weight"), windowsOf(params), params);
      return { output: params.bias ? addBias(b, output, weight("bias")) : output };
    },
  } satisfies Omit<Layer<Params>, "type" | "summary" | "reference">;
}
