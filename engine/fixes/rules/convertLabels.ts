import { insertOn } from "../insertOn";
import type { FixRule } from "../fix";

/** For whole numbers where float32 is required: converts them to one-hot vectors, to an embedding, or to float32. */
export const convertLabels: FixRule = (conflict) =>
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
