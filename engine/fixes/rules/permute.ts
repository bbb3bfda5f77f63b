import { insertOn } from "../insertOn";
import type { FixRule } from "../fix";

/** For two axes in the wrong order: time and features, or channels after the image's axes. */
export const permute: FixRule = (conflict) =>
  conflict.wires.flatMap((wire) =>
    (permutations[wire.type.shape.length] ?? []).flatMap((dims) =>
      insertOn(conflict, wire, [{ type: "Permute", params: { dims } }]),
    ),
  );

/** By number of axes, including the batch. */
const permutations: Readonly<Record<number, readonly (readonly number[])[]>> = {
  3: [[0, 2, 1]],
  4: [
    [0, 3, 1, 2],
    [0, 1, 3, 2],
  ],
};
