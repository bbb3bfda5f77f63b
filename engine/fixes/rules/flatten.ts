import { insertOn } from "../insertOn";
import type { FixRule } from "../fix";

/** For a node that takes features but gets more axes; images that do not match each other stay images. */
export const flatten: FixRule = (conflict) =>
  conflict.wires
    .filter(
      ({ type }) =>
        !conflict.wires.some((other) => other.type !== type && other.type.shape.length === type.shape.length),
    )
    .filter(({ type }) => type.shape.length > 2 && type.dtype === "float32")
    .flatMap((wire) => insertOn(conflict, wire, [{ type: "Flatten" }]));
