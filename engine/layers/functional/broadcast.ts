import { t } from "@vscode/l10n";
import { hasBatch, showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { broadcastShapes } from "../../tensor/tensor";
import type { Port } from "../layer";
import { operands } from "./operands";

/** The input of elementwise arithmetic on any number of tensors. */
export const manyOperands: Port = {
  name: "input",
  many: true,
  help: "Two or more tensors. Axes of size 1 and missing leading axes are repeated.",
};

/**
 * The type that two tensors broadcast to by NumPy's rules, aligned at the last axis. A tensor without a batch is the
 * same for every sample. Throws a LayerProblem if sizes conflict, or if the batch would not stay axis 0.
 */
export function broadcastTypes(a: GraphType, b: GraphType, port: string): GraphType {
  const apart = hasBatch(a) && hasBatch(b) && a.shape.length !== b.shape.length;
  const shape = broadcastShapes(a.shape, b.shape);
  if (shape && !apart && shape.lastIndexOf("N") <= 0) return { shape, dtype: a.dtype };
  throw new LayerProblem(
    "shape-mismatch",
    apart || shape
      ? t(
          "cannot combine {0} and {1}: they have different numbers of axes; add one with Unsqueeze",
          showShape(a),
          showShape(b),
        )
      : t("cannot combine {0} and {1}: sizes must be equal or 1", showShape(a), showShape(b)),
    { port },
  );
}

/** The type that all tensors at a variadic port broadcast to. */
export function broadcastMany(types: readonly GraphType[] | undefined): { readonly output: GraphType } {
  const [first, rest] = operands(types);
  return { output: rest.reduce((left, right) => broadcastTypes(left, right, "input"), first) };
}
