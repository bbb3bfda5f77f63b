import { insertOn } from "../insertOn";
import type { Remedy } from "../fix";

/** Two axes stand the wrong way round: time and features, or channels behind the image. */
export const permute: Remedy = (conflict) =>
  conflict.wires.flatMap((wire) =>
    (permutations[wire.type.shape.length] ?? []).flatMap((dims) =>
      insertOn(conflict, wire, [{ type: "Permute", params: { dims } }]),
    ),
  );

/** By number of axes, the batch included. */
const permutations: Readonly<Record<number, readonly (readonly number[])[]>> = {
  3: [[0, 2, 1]],
  4: [
    [0, 3, 1, 2],
    [0, 1, 3, 2],
  ],
};
