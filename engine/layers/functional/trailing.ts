import { t } from "@vscode/l10n";
import { sampleShape, showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { integer } from "../../parameters/parameter";

/** PyTorch's `normalized_shape`, given as a number of axes, since the sizes are the input's. */
export const normalizedDims = integer({
  minimum: 1,
  default: 1,
  help: "Number of last axes that are normalised together.",
});

/** The sizes of the last axes of a sample; throws a LayerProblem if it has fewer. */
export function expectTrailing(type: GraphType, dims: number): readonly number[] {
  const sizes = sampleShape(type);
  if (dims <= sizes.length) return sizes.slice(-dims);
  throw new LayerProblem(
    "axis-out-of-range",
    t("normalizedDims {0} is more than the number of axes of {1}, {2}", dims, showShape(type), sizes.length),
    { param: "normalizedDims" },
  );
}

/** The indices of a shape's last axes. */
export function trailingAxes(shape: readonly number[], dims: number): number[] {
  return Array.from({ length: dims }, (_, axis) => shape.length - dims + axis);
}
