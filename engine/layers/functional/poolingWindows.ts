import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import { at } from "../../tensor/tensor";
import { windowsOf, type Window } from "./window";

export interface PoolingParams {
  readonly kernelSize: readonly number[];
  /** 0 means the kernel's size. */
  readonly stride: readonly number[];
  readonly padding?: readonly number[];
  readonly dilation?: readonly number[];
  readonly ceilMode: boolean;
}

/**
 * The windows of a pooling over axes of these sizes. With `ceilMode`, a last window that begins on the axis or its
 * padding but ends beyond it counts too; `after` then exceeds `before`. Throws a LayerProblem if a window could contain
 * no elements.
 */
export function poolingWindows(params: PoolingParams, sizes: readonly number[]): Window[] {
  const { kernelSize, ceilMode } = params;
  const none = kernelSize.map(() => 0);
  const { padding = none, dilation = none.map(() => 1) } = params;
  if (padding.some((size, axis) => size * 2 > at(kernelSize, axis))) {
    throw new LayerProblem("padding-too-large", t("padding may be at most half of kernelSize"), {
      param: "padding",
    });
  }
  const stride = params.stride.map((step, axis) => (step === 0 ? at(kernelSize, axis) : step));
  const windows = windowsOf({ kernelSize, stride, padding, dilation }).map((window, axis) =>
    ceilMode ? roundedUp(window, at(sizes, axis)) : window,
  );
  if (windows.some((window, axis) => hasEmptyPlace(window, at(sizes, axis)))) {
    throw new LayerProblem(
      "padding-too-large",
      t("a window would fall between the elements and contain none; use less dilation or padding"),
      { param: "dilation" },
    );
  }
  return windows;
}

/** The window with enough padding at the end for PyTorch's `ceil_mode`. */
function roundedUp(window: Window, size: number): Window {
  const { kernel, stride, before, after, dilation } = window;
  const reach = dilation * (kernel - 1) + 1;
  const steps = Math.floor((size + before + after - reach + stride - 1) / stride);
  // A window that begins beyond the end would be empty.
  const last = (steps * stride >= size + before ? steps - 1 : steps) * stride;
  return { ...window, after: Math.max(after, last + reach - size - before) };
}

function hasEmptyPlace({ kernel, stride, before, after, dilation }: Window, size: number): boolean {
  if (dilation === 1) return false;
  const reach = dilation * (kernel - 1) + 1;
  for (let start = -before; start + reach <= size + after; start += stride) {
    const first = start >= 0 ? start : start + Math.ceil(-start / dilation) * dilation;
    if (first >= size || first >= start + reach) return true;
  }
  return false;
}
