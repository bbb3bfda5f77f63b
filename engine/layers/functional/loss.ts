import { t } from "@vscode/l10n";
import { showShape, type GraphType } from "../../graph/graphType";
import { LayerProblem } from "../../graph/problem";
import { choice } from "../parameter";
import { sameSizes } from "./expect";

/** A loss's only number. */
export const scalar: GraphType = { shape: [], dtype: "float32" };

/** PyTorch's `reduction` of the losses of all samples. */
export const reduction = choice(["mean", "sum"], {
  default: "mean",
  help: "Whether the samples' losses are averaged or added up.",
});

/** Throws a LayerProblem unless the target has the prediction's shape: silent broadcasting hides mistakes. */
export function expectSameShape(input: GraphType, target: GraphType): void {
  if (sameSizes(input.shape, target.shape)) return;
  throw new LayerProblem(
    "shape-mismatch",
    t(
      "compares {0} (input) with {1} (target): the shapes must be equal",
      showShape(input),
      showShape(target),
    ),
    { port: "input" },
  );
}
