import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import type { Builder, Value } from "../../ops/operation";
import { sizeOf } from "../../tensor/tensor";
import { defaultUniform } from "../initializer";
import type { Weight } from "../layer";
import { boolean, integer, perAxis } from "../../parameters/parameter";

/** The parameters that convolutions and transposed ones over `rank` axes have alike. */
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
      help: "Parts that the channels are split into, each with filters of its own.",
    }),
    bias: boolean({ default: true, help: "Adds a learned number to each channel." }),
  };
}

/**
 * Filters [first, second, …kernelSize] with a number for each output channel. PyTorch counts the second axis as what
 * comes in, for a transposed convolution too.
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

/** y [N, channels, …] plus a number for each channel. */
export function addBias(b: Builder, y: Value, bias: Value): Value {
  const ones = y.type.shape.slice(2).map(() => 1);
  return b.add(y, b.reshape(bias, { shape: [1, sizeOf(bias.type.shape), ...ones] }));
}

/** Throws a LayerProblem unless the groups divide the channels that come and those that go. */
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
