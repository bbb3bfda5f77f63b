import { t } from "@vscode/l10n";
import { hasBatch, showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { broadcastShapes } from "../../tensor/tensor";
import type { Port } from "../layer";
import { operands } from "./operands";

/** The input of arithmetic over any number of tensors. */
export const manyOperands: Port = {
  name: "input",
  many: true,
  help: "Two or more tensors. Sizes of 1 and missing axes in front are repeated.",
};

/**
 * What two tensors become together by NumPy's rule, aligned at the last axis. A tensor without a batch is the same for
 * every sample. Throws a LayerProblem where sizes conflict, or where the batch would not stay axis 0.
 */
export function broadcastTypes(a: GraphType, b: GraphType, port: string): GraphType {
  const apart = hasBatch(a) && hasBatch(b) && a.shape.length !== b.shape.length;
  const shape = broadcastShapes(a.shape, b.shape);
  if (shape && !apart && shape.lastIndexOf("N") <= 0) return { shape, dtype: a.dtype };
  throw new LayerProblem(
    "shape-mismatch",
    apart || shape
      ? t(
          "cannot combine {0} and {1}: they have different numbers of axes; Unsqueeze adds one",
          showShape(a),
          showShape(b),
        )
      : t("cannot combine {0} and {1}: sizes must be equal or 1", showShape(a), showShape(b)),
    { port },
  );
}

/** What arrives at a port for many, together. */
export function broadcastMany(types: readonly GraphType[] | undefined): { readonly output: GraphType } {
  const [first, rest] = operands(types);
  return { output: rest.reduce((left, right) => broadcastTypes(left, right, "input"), first) };
}
