import { t } from "@vscode/l10n";
import { showShape, type Dim, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";

/** The sizes of an image [N, channels, height, width]; throws a LayerProblem for anything else. */
export function expectImage(type: GraphType, port = "input"): readonly [number, number, number] {
  return expectSpatial(type, 2, port) as [number, number, number];
}

/**
 * The channels and the sizes of the spatial axes, `rank` of them, 1 to 3: [N, channels, length], an image, or
 * [N, channels, depth, height, width]; throws a LayerProblem for anything else.
 */
export function expectSpatial(type: GraphType, rank: number, port = "input"): readonly number[] {
  const sizes = samplesOf(type, rank + 1);
  if (sizes) return sizes;
  const shown = showShape(type);
  throw new LayerProblem(
    "shape-mismatch",
    rank === 1
      ? t("needs a signal (channels×length) but gets {0}", shown)
      : rank === 2
        ? t("needs an image (channels×height×width) but gets {0}", shown)
        : t("needs a volume (channels×depth×height×width) but gets {0}", shown),
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

/** The size of the last axis, along which a layer works; throws a LayerProblem if there is none. */
export function expectFeatures(type: GraphType, port = "input"): number {
  const last = type.shape.at(-1);
  if (type.shape.length > 1 && typeof last === "number") return last;
  throw new LayerProblem(
    "shape-mismatch",
    t("needs features but gets a single number per sample ({0})", showShape(type)),
    { port },
  );
}

/**
 * Converts an axis as PyTorch counts it (0 is the batch, negative counts from the end) to one counted from 0; throws a
 * LayerProblem if it is out of range or the batch, whose samples no layer may mix. A tensor without a batch may use
 * axis 0.
 */
export function expectAxis(dim: number, type: GraphType, param = "dim"): number {
  const axis = dim < 0 ? dim + type.shape.length : dim;
  const first = type.shape[0] === "N" ? 1 : 0;
  if (axis >= first && axis < type.shape.length) return axis;
  throw new LayerProblem(
    "axis-out-of-range",
    axis === 0 && first === 1
      ? t("{0} {1} is the batch; choose 1 or more", param, dim)
      : t(
          "{0} {1} does not exist in {2}: use {3} to {4}",
          param,
          dim,
          showShape(type),
          first,
          type.shape.length - 1,
        ),
    { param },
  );
}

/** Converts the position of a new axis as `torch.unsqueeze` counts it to one counted from 0; never before the batch. */
export function expectNewAxis(dim: number, type: GraphType, param = "dim"): number {
  const first = type.shape[0] === "N" ? 1 : 0;
  const axis = dim < 0 ? dim + type.shape.length + 1 : dim;
  if (axis >= first && axis <= type.shape.length) return axis;
  throw new LayerProblem(
    "axis-out-of-range",
    t(
      "{0} {1} is not a valid position for a new axis in {2}: use {3} to {4}",
      param,
      dim,
      showShape(type),
      first,
      type.shape.length,
    ),
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
