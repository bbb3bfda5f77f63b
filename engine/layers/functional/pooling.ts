import { t } from "@vscode/l10n";
import { LayerProblem } from "../../graph/problem";
import { at } from "../../ops/tensor";
import { perAxis, type Values } from "../parameter";

/** The parameters of both pooling layers. */
export const poolingParams = {
  kernelSize: perAxis(2, { minimum: 1, default: 2, help: "Size of the window.", unit: "px" }),
  stride: perAxis(2, {
    minimum: 0,
    default: 0,
    help: "Step of the window; 0 means the window's own size.",
    unit: "px",
  }),
  padding: perAxis(2, {
    minimum: 0,
    default: 0,
    help: "Frame around the image, at most half the window.",
    unit: "px",
  }),
};

/** Fills in the stride, and refuses padding that could leave a window without any element, as PyTorch does. */
export function poolingWindow({ kernelSize, stride, padding }: Values<typeof poolingParams>) {
  if (padding.some((size, axis) => size * 2 > at(kernelSize, axis))) {
    throw new LayerProblem("padding-too-large", t("padding may be at most half of kernelSize"), {
      param: "padding",
    });
  }
  return {
    kernelSize,
    stride: stride.map((step, axis) => (step === 0 ? at(kernelSize, axis) : step)),
    padding,
    dilation: kernelSize.map(() => 1),
  };
}
