import { insertOn } from "../insertOn";
import type { Remedy } from "../fix";

/** Features are wanted and something with more axes arrives; images that do not fit each other are left images. */
export const flatten: Remedy = (conflict) =>
  conflict.wires
    .filter(
      ({ type }) =>
        !conflict.wires.some((other) => other.type !== type && other.type.shape.length === type.shape.length),
    )
    .filter(({ type }) => type.shape.length > 2 && type.dtype === "float32")
    .flatMap((wire) => insertOn(conflict, wire, [{ type: "Flatten" }]));
