import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import type { Builder, Value } from "../../ops/operation";
import { sizeOf } from "../../tensor/tensor";
import { defaultUniform } from "../initializer";
import type { Weight } from "../layer";
import { boolean, integer, perAxis } from "../../parameters/parameter";

/** The parameters shared by convolutions and transposed convolutions over `rank` axes. */
export function filterParams(rank: number) {
  return {
    outChannels: integer({ minimum: 1, help: "Number of filters." }),
    dilation: perAxis(rank, {
      minimum: 1,
      default: 1,
      help: "Distance between the filter's elements.",
      unit: rank === 2 ? "px" : undefined,
    }),
    groups: integer({
      minimum: 1,
      default: 1,
      help: "Number of groups that the channels are split into, each with its own filters.",
    }),
    bias: boolean({ default: true, help: "Adds a learned bias to each channel." }),
  };
}

/**
 * Filters [first, second, …kernelSize] with one bias per output channel. PyTorch computes fanIn from the second axis,
 * for transposed convolutions too.
 */
export function filterWeights(
  first: number,
  second: number,
  { kernelSize, outChannels, bias }: { kernelSize: readonly number[]; outChannels: number; bias: boolean },
): Record<string, Weight> {
  const init = defaultUniform(second * sizeOf(kernelSize));
  return {
    weight: { shape: [first, second, ...kernelSize], init, trainable: true },
    ...(bias && { bias: { shape: [outChannels], init, trainable: true } }),
  };
}

/** y [N, channels, …] plus one number per channel. */
export function addBias(b: Builder, y: Value, bias: Value): Value {
  const ones = y.type.shape.slice(2).map(() => 1);
  return b.add(y, b.reshape(bias, { shape: [1, sizeOf(bias.type.shape), ...ones] }));
}

/** Throws a LayerProblem unless the groups divide both the input and the output channels. */
export function expectGroups(groups: number, channels: number, outChannels: number): void {
  for (const [param, value] of [
    ["groups", channels],
    ["outChannels", outChannels],
  ] as const) {
    if (value % groups !== 0) {
      throw new LayerProblem(
        "groups-do-not-divide",
        t("groups {0} does not divide {1} channels", groups, value),
        { param },
      );
    }
  }
}
