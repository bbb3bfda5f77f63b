import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import { windowPositions, type WindowAttributes } from "../../ops/convolution";
import { at } from "../../tensor/tensor";

/** How a window moves along one axis; `before` and `after` are the axis's padding. */
export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly before: number;
  readonly after: number;
  readonly dilation: number;
}

/** PyTorch's parameters of a window, one number per axis. */
export interface WindowParams {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[] | "same" | "valid";
  readonly dilation: readonly number[];
}

/**
 * The window along each axis. "same" splits the padding, with the odd element at the end; as in PyTorch, it is rejected
 * with a stride.
 */
export function windowsOf({ kernelSize, stride, padding, dilation }: WindowParams): Window[] {
  if (padding === "same" && stride.some((step) => step !== 1)) {
    throw new LayerProblem(
      "same-padding-with-stride",
      t('padding "same" works only with stride 1; use numbers instead'),
      { param: "padding" },
    );
  }
  return kernelSize.map((kernel, axis) => {
    const total = at(dilation, axis) * (kernel - 1);
    const [before, after] =
      padding === "same"
        ? [Math.floor(total / 2), Math.ceil(total / 2)]
        : padding === "valid"
          ? [0, 0]
          : [at(padding, axis), at(padding, axis)];
    return { kernel, stride: at(stride, axis), before, after, dilation: at(dilation, axis) };
  });
}

/** The window of an axis along which nothing moves. */
export const still: Window = { kernel: 1, stride: 1, before: 0, after: 0, dilation: 1 };

/** Windows along one or two axes as attributes of the image operations: a single axis is the width. */
export function planarWindow(windows: readonly Window[]): WindowAttributes {
  const [horizontal = still, vertical = still] = [...windows].reverse();
  return {
    stride: [vertical.stride, horizontal.stride],
    dilation: [vertical.dilation, horizontal.dilation],
    padding: [
      [vertical.before, vertical.after],
      [horizontal.before, horizontal.after],
    ],
  };
}

/** The number of positions of a window along an axis; below 1 if it does not fit. */
export function positionsOf(size: number, window: Window): number {
  return windowPositions(size, window.kernel, planarWindow([window]), 1);
}

/** The sizes after windows have moved along the axes; throws a LayerProblem if they do not fit. */
export function windowedSizes(sizes: readonly number[], windows: readonly Window[]): number[] {
  const positions = windows.map((window, axis) => positionsOf(at(sizes, axis), window));
  if (positions.every((count) => count >= 1)) return positions;
  throw new LayerProblem(
    "kernel-too-large",
    t(
      "its {0} window does not fit into {1}; use a smaller kernelSize or more padding",
      windows.map(({ kernel }) => kernel).join("×"),
      sizes.join("×"),
    ),
    { param: "kernelSize" },
  );
}
