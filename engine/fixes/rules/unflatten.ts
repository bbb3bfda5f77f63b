import { sampleShape, sampleSize } from "../../tensor/graphType";
import { inARow } from "../inARow";
import { insertOn } from "../insertOn";
import { setParam } from "../setParam";
import { upstreamWith } from "../upstreamWith";
import type { FixRule } from "../fix";

/** For a row of numbers compared with an image: gives it as many numbers as the image has, and the image's axes. */
export const unflatten: FixRule = (conflict) =>
  conflict.node.layer.gives !== "loss"
    ? []
    : conflict.wires
        .filter(({ type }) => sampleShape(type).length === 1)
        .flatMap((row) =>
          conflict.wires
            .filter(({ type }) => sampleShape(type).length > 1 && type.dtype === row.type.dtype)
            .flatMap((image) => {
              const size = sampleSize(image.type);
              const insertions = [
                ...insertOn(conflict, row, [
                  { type: "Unflatten", params: { dim: 1, unflattenedSize: sampleShape(image.type) } },
                ]),
                ...insertOn(conflict, image, [{ type: "Flatten" }]),
              ];
              if (sampleSize(row.type) === size) return insertions;
              const [layer] = upstreamWith(conflict.typed, row.source, "outFeatures");
              if (!layer) return [];
              const resized = setParam(conflict.typed, layer, "outFeatures", size);
              return resized.flatMap((first) => insertions.map((second) => inARow(first, second)));
            }),
        );
