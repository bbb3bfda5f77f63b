import { t } from "@vscode/l10n";
import { showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import type { Builder, Value } from "../../ops/operation";

/** The axes that a layer expects besides the batch and the channels: how many, and their description in messages. */
export interface ChannelAxes {
  readonly least: number;
  readonly most: number;
}

/** The number of channels of [N, C, …]; throws a LayerProblem if the number of axes does not fit. */
export function expectChannels(type: GraphType, { least, most }: ChannelAxes, port = "input"): number {
  const [batch, channels, ...places] = type.shape;
  if (batch === "N" && typeof channels === "number" && places.length >= least && places.length <= most)
    return channels;
  const shape = showShape(type);
  throw new LayerProblem("shape-mismatch", message(least, most, shape), { port });
}

function message(least: number, most: number, shape: string): string {
  if (least === 1 && most === 1) return t("needs channels×length but gets {0}; Reshape can make it", shape);
  if (least === 2) return t("needs an image (channels×height×width) but gets {0}", shape);
  if (most === 1)
    return t("needs channels or channels×length but gets {0}; for images, use the 2d layer", shape);
  return least === 0
    ? t("needs channels, or channels of any size, but gets {0}", shape)
    : t("needs channels with positions, such as channels×height×width, but gets {0}", shape);
}

/** A value [C], one per channel, reshaped to broadcast with [N, C, …]. */
export function perChannel(b: Builder, value: Value, { type: { shape } }: Value): Value {
  return shape.length === 2
    ? value
    : b.reshape(value, { shape: [...value.type.shape, ...shape.slice(2).map(() => 1)] });
}
