import { t } from "@vscode/l10n";
import { showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { at } from "../../tensor/tensor";
import { expectAxis, sameSizes } from "./expect";

/**
 * The number of classes along axis `dim`; throws a LayerProblem unless the target holds one class index for each
 * position of the other axes.
 */
export function expectClassNumbers(input: GraphType, target: GraphType, dim: number): number {
  if (input.shape.length < 2 || (target.shape.length === 1 && input.shape.length > 2)) {
    throw new LayerProblem(
      "shape-mismatch",
      t("needs one score per class but gets {0}; Flatten and Linear can produce scores", showShape(input)),
      { port: "input" },
    );
  }
  const axis = expectAxis(dim, input);
  const places = input.shape.filter((_, other) => other !== axis);
  if (!sameSizes(target.shape, places)) throw targetProblem(input, target, axis);
  const classes = sizeAlong(input, axis);
  if (target.classes !== undefined && target.classes > classes) {
    if (target.lowest === 1 && target.classes === classes + 1)
      throw new LayerProblem(
        "shape-mismatch",
        t(
          "gets scores for {0} classes, but the labels range from 1 to {0}, while classes count from 0: subtract 1 with Cast, Subtract and a Constant of 1, and Cast back to int32",
          classes,
        ),
        { port: "input" },
      );
    throw new LayerProblem(
      "shape-mismatch",
      t(
        "gets scores for {0} classes, but the target has {1}: the layer before it needs {1} outputs",
        classes,
        target.classes,
      ),
      { port: "input" },
    );
  }
  return classes;
}

/** Throws a LayerProblem unless a list of class weights is empty or has one per class. */
export function expectClassWeights(weight: readonly number[], classes: number, param = "weight"): void {
  if (weight.length === 0 || weight.length === classes) return;
  throw new LayerProblem(
    "weight-count",
    t("{0} has {1} numbers for {2} classes", param, weight.length, classes),
    { param },
  );
}

/** The number of classes of scores that were already checked: the size of axis `dim`. */
export function classesAlong(scores: GraphType, dim: number): number {
  return sizeAlong(scores, expectAxis(dim, scores));
}

export function sizeAlong({ shape }: GraphType, axis: number): number {
  const size = at(shape, axis);
  return size === "N" ? 1 : size;
}

function targetProblem(input: GraphType, target: GraphType, axis: number): LayerProblem {
  const last = input.shape.length - 1;
  if (axis !== last && sameSizes(target.shape, input.shape.slice(0, -1))) {
    return new LayerProblem(
      "shape-mismatch",
      t(
        "expects the classes on axis {0} of {1}, but by the target {2} they are on the last one: set dim to -1",
        axis,
        showShape(input),
        showShape(target),
      ),
      { param: "dim" },
    );
  }
  if (input.shape.length === 2) {
    return new LayerProblem(
      "shape-mismatch",
      t("needs one class index per sample but gets {0}", showShape(target)),
      { port: "target" },
    );
  }
  const places = input.shape.filter((size, other) => other !== axis && size !== "N");
  return new LayerProblem(
    "shape-mismatch",
    t("needs {0} class indices per sample but gets {1}", places.join("×"), showShape(target)),
    { port: "target" },
  );
}
