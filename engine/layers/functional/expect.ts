import { t } from "@vscode/l10n";
import { showShape, type Dim, type GraphType } from "../../graph/graphType";
import { LayerProblem } from "../../graph/problem";

/** The sizes of an image [N, channels, height, width]; throws a LayerProblem for anything else. */
export function expectImage(type: GraphType, port = "input"): readonly [number, number, number] {
  const sizes = samplesOf(type, 3);
  if (sizes) return sizes as [number, number, number];
  throw new LayerProblem(
    "shape-mismatch",
    t("needs an image (channels×height×width) but gets {0}", showShape(type)),
    { port },
  );
}

/** The sizes of a sequence [N, time, features]; throws a LayerProblem for anything else. */
export function expectSequence(type: GraphType, port = "input"): readonly [number, number] {
  const sizes = samplesOf(type, 2);
  if (sizes) return sizes as [number, number];
  throw new LayerProblem(
    "shape-mismatch",
    t("needs a sequence (time×features) but gets {0}; Reshape can make one", showShape(type)),
    { port },
  );
}

/** The last axis, along which a layer works; throws a LayerProblem where there is none. */
export function expectFeatures(type: GraphType, port = "input"): number {
  const last = type.shape.at(-1);
  if (type.shape.length > 1 && typeof last === "number") return last;
  throw new LayerProblem(
    "shape-mismatch",
    t("needs features to work on but gets a single number for each sample ({0})", showShape(type)),
    { port },
  );
}

/**
 * An axis as PyTorch counts it (the batch is 0, negative from the end), as a number from 0; throws a LayerProblem for
 * the batch, whose samples no layer may mix, and beyond the end.
 */
export function expectAxis(dim: number, type: GraphType, param = "dim"): number {
  const axis = dim < 0 ? dim + type.shape.length : dim;
  if (axis > 0 && axis < type.shape.length) return axis;
  throw new LayerProblem(
    "axis-out-of-range",
    axis === 0
      ? t("{0} {1} is the batch; choose 1 or more", param, dim)
      : t("{0} {1} does not exist in {2}: use 1 to {3}", param, dim, showShape(type), type.shape.length - 1),
    { param },
  );
}

export function sameSizes(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

function samplesOf(type: GraphType, rank: number): number[] | undefined {
  const sizes = type.shape.slice(1).filter((size) => size !== "N");
  return type.shape[0] === "N" && sizes.length === rank && type.shape.length === rank + 1 ? sizes : undefined;
}
