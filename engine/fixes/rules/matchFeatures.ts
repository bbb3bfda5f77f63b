import type { GraphType } from "../../tensor/graphType";
import { setParam } from "../setParam";
import { upstreamWith } from "../upstreamWith";
import type { FixRule } from "../fix";

/** Parameters that set a layer's number of output features. */
const sizes = ["outFeatures", "outChannels", "hiddenSize", "embeddingDim"];

/**
 * Makes the nearest layer before one wire output as many features as the other wire requires: the target's size, or its
 * number of classes.
 */
export const matchFeatures: FixRule = (conflict) =>
  conflict.wires.flatMap(({ source }) =>
    sizes.flatMap((param) => {
      const [layer] = upstreamWith(conflict.typed, source, param);
      if (!layer) return [];
      const wanted = new Set(
        conflict.wires.filter((other) => other.source !== source).flatMap(({ type }) => featuresOf(type)),
      );
      wanted.delete(Number(layer.params?.[param]));
      return [...wanted].flatMap((size) => setParam(conflict.typed, layer, param, size));
    }),
  );

function featuresOf({ shape, classes, lowest }: GraphType): number[] {
  // Labels from 1 would leave an output without a class.
  if (classes !== undefined) return lowest === 1 ? [] : [classes];
  const features = shape.length === 4 ? shape[1] : shape.at(-1);
  return typeof features === "number" ? [features] : [];
}
