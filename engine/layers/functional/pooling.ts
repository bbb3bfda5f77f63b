import { t } from "@vscode/l10n";
import { LayerProblem } from "../../graph/problem";
import { pair, type Values } from "../parameter";

/** The parameters of both pooling layers. */
export const poolingParams = {
  kernelSize: pair({ minimum: 1, default: 2, help: "Size of the window.", unit: "px" }),
  stride: pair({
    minimum: 0,
    default: 0,
    help: "Step of the window; 0 means the window's own size.",
    unit: "px",
  }),
  padding: pair({
    minimum: 0,
    default: 0,
    help: "Frame around the image, at most half the window.",
    unit: "px",
  }),
};

/** Fills in the stride, and refuses padding that could leave a window without any element, as PyTorch does. */
export function poolingWindow({ kernelSize, stride, padding }: Values<typeof poolingParams>) {
  if (padding[0] * 2 > kernelSize[0] || padding[1] * 2 > kernelSize[1]) {
    throw new LayerProblem("padding-too-large", t("padding may be at most half of kernelSize"), {
      param: "padding",
    });
  }
  const step = (axis: 0 | 1) => (stride[axis] === 0 ? kernelSize[axis] : stride[axis]);
  return { kernelSize, stride: [step(0), step(1)], padding, dilation: [1, 1] } as const;
}
