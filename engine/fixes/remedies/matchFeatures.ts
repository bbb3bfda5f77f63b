import type { GraphType } from "../../tensor/graphType";
import { setParam } from "../setParam";
import { upstreamWith } from "../upstreamWith";
import type { Remedy } from "../fix";

/** Parameters that say how many features a layer gives. */
const sizes = ["outFeatures", "outChannels", "hiddenSize", "embeddingDim"];

/** The nearest layer before one wire gives as many features as another wire wants: the target's size, or its classes. */
export const matchFeatures: Remedy = (conflict) =>
  conflict.wires.flatMap(({ source }) =>
    sizes.flatMap((param) => {
      const [layer] = upstreamWith(conflict.typed, source, param);
      if (!layer) return [];
      const wanted = new Set(
        conflict.wires.filter((other) => other.source !== source).flatMap(({ type }) => featuresOf(type)),
      );
      wanted.delete(Number(layer.params?.[param]));
      return [...wanted].map((size) => setParam(layer.node.id, param, size));
    }),
  );

function featuresOf({ shape, classes, lowest }: GraphType): number[] {
  // Labels from 1 would leave an output without a class.
  if (classes !== undefined) return lowest === 1 ? [] : [classes];
  const features = shape.length === 4 ? shape[1] : shape.at(-1);
  return typeof features === "number" ? [features] : [];
}
