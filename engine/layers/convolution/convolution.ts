import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import { at, sizeOf } from "../../tensor/tensor";
import type { Layer } from "../layer";
import { windowMoves } from "../moves";
import { choice, padding, perAxis, type Values } from "../../parameters/parameter";
import { convolve } from "../functional/convolve";
import { expectSpatial } from "../functional/expect";
import { extend, longestExtension } from "../functional/extend";
import { addBias, expectGroups, filterParams, filterWeights } from "../functional/filters";
import { windowedSizes, windowsOf, type Window } from "../functional/window";

/** The parameters of a convolution over `rank` axes. */
function convolutionParams(rank: number) {
  const unit = rank === 2 ? "px" : undefined;
  const { outChannels, ...others } = filterParams(rank);
  return {
    outChannels,
    kernelSize: perAxis(rank, { minimum: 1, default: 3, help: "Size of the filters.", unit }),
    stride: perAxis(rank, { minimum: 1, default: 1, help: "Stride of the filters.", unit }),
    padding: padding(rank, {
      default: 0,
      help: 'Padding around the input; "same" preserves its size.',
      unit,
    }),
    paddingMode: choice(["zeros", "reflect", "replicate", "circular"], {
      default: "zeros",
      help: "What to pad with: zeros, the mirrored input, its border, or its opposite side.",
    }),
    ...others,
  };
}

type Params = ReturnType<typeof convolutionParams>;

/** The part of a convolution's record that depends only on its number of spatial axes: 1, 2 or 3. */
export function convolution(rank: number) {
  return {
    category: "convolution",
    units: "channels",
    params: convolutionParams(rank),
    fresh: { outChannels: 16 },
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ params, input }) => {
      const [channels = 0, ...sizes] = expectSpatial(input("input"), rank);
      expectGroups(params.groups, channels, params.outChannels);
      const { frame, windows } = placement(params);
      const framed = framedSizes(sizes, frame, params.paddingMode);
      const shape = ["N", params.outChannels, ...windowedSizes(framed, windows)] as const;
      return { output: { shape, dtype: "float32" } };
    },
    weights: ({ params, input }) => {
      const perGroup = at(expectSpatial(input("input"), rank), 0) / params.groups;
      return filterWeights(params.outChannels, perGroup, params);
    },
    multiplyAdds: ({ params, input, outputs }) => {
      const perGroup = at(expectSpatial(input("input"), rank), 0) / params.groups;
      const made = outputs.output ? expectSpatial(outputs.output, rank) : [0];
      return sizeOf(made) * perGroup * sizeOf(params.kernelSize);
    },
    saves: ({ params, input }) => {
      const [channels = 0, ...sizes] = expectSpatial(input("input"), rank);
      const { frame, windows } = placement(params);
      const framed = framedSizes(sizes, frame, params.paddingMode);
      if (rank < 3) return params.paddingMode === "zeros" ? 0 : channels * sizeOf(framed);
      // The depths under the kernel at each of its positions.
      const [places = 0] = windowedSizes(framed, windows);
      return channels * at(params.kernelSize, 0) * places * sizeOf(framed.slice(1));
    },
    moves: ({ params }) => windowMoves(windowsOf(params)),
    lower: ({ b, params, input, weight }) => {
      const { frame, windows } = placement(params);
      const { paddingMode } = params;
      const framed =
        paddingMode === "zeros"
          ? input("input")
          : frame.reduce((x, ends, axis) => extend(b, x, axis + 2, ends, paddingMode), input("input"));
      const output = convolve(b, framed, weight("weight"), windows, params.groups);
      return { output: params.bias ? addBias(b, output, weight("bias")) : output };
    },
  } satisfies Omit<Layer<Params>, "type" | "summary" | "reference">;
}

/** Padding other than zeros is added to the input first, and the windows then move without padding. */
function placement(params: Values<Params>): { frame: readonly Window[]; windows: readonly Window[] } {
  const windows = windowsOf(params);
  if (params.paddingMode === "zeros") return { frame: [], windows };
  return { frame: windows, windows: windows.map((window) => ({ ...window, before: 0, after: 0 })) };
}

/** The sizes with that padding; throws a LayerProblem if the input is too small for the mode. */
function framedSizes(
  sizes: readonly number[],
  frame: readonly Window[],
  mode: Values<Params>["paddingMode"],
): number[] {
  return sizes.map((size, axis) => {
    const { before = 0, after = 0 } = frame[axis] ?? {};
    const longest = mode === "zeros" ? Infinity : longestExtension(size, mode);
    if (Math.max(before, after) <= longest) return size + before + after;
    throw new LayerProblem(
      "padding-too-large",
      t('paddingMode "{0}" can add at most {1} to a size of {2}', mode, longest, size),
      { param: "padding" },
    );
  });
}
