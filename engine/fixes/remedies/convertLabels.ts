import { insertOn } from "../insertOn";
import type { Remedy } from "../fix";

/** Whole numbers arrive where float32 is taken: as one number for each class, as learned vectors, or as they are. */
export const convertLabels: Remedy = (conflict) =>
  conflict.wires
    .filter(({ type }) => type.dtype === "int32")
    .flatMap((wire) => {
      const { classes } = wire.type;
      const known =
        classes === undefined
          ? []
          : [
              ...insertOn(conflict, wire, [{ type: "OneHot", params: { numClasses: classes } }]),
              ...insertOn(conflict, wire, [
                { type: "Embedding", params: { numEmbeddings: classes, embeddingDim: 16 } },
              ]),
            ];
      return [...known, ...insertOn(conflict, wire, [{ type: "Cast", params: { dtype: "float32" } }])];
    });
