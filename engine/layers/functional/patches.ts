import type { Builder, Value } from "../../ops/operation";
import { perAxis } from "../../parameters/parameter";
import type { WindowParams } from "./window";

/** The parameters of Unfold and of Fold. */
export const patchParams = {
  kernelSize: perAxis(2, { minimum: 1, default: 3, help: "Size of a patch.", unit: "px" }),
  dilation: perAxis(2, {
    minimum: 1,
    default: 1,
    help: "Distance between the patch's elements.",
    unit: "px",
  }),
  padding: perAxis(2, { minimum: 0, default: 0, help: "Zero padding around the image.", unit: "px" }),
  stride: perAxis(2, { minimum: 1, default: 1, help: "Stride from patch to patch.", unit: "px" }),
} as const;

/**
 * Filters [channels·elements, 1, …kernelSize] of a grouped convolution, one group per channel, each of which copies one
 * element of a patch.
 */
export function patchFilters(b: Builder, channels: number, { kernelSize }: Pick<WindowParams, "kernelSize">) {
  const [height = 1, width = 1] = kernelSize;
  const elements = height * width;
  const places = (axis: number): Value => b.iota({ shape: [elements, elements], axis, dtype: "int32" });
  const identity = b.reshape(b.equal(places(0), places(1)), { shape: [1, elements, 1, height, width] });
  const filters = b.broadcast(identity, { shape: [channels, elements, 1, height, width] });
  return b.reshape(filters, { shape: [channels * elements, 1, height, width] });
}
