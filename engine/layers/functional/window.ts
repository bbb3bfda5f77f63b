import { t } from "@vscode/l10n";
import { LayerProblem } from "../../graph/problem";
import { windowPositions, type WindowAttributes } from "../../ops/convolution";

interface WindowParams {
  readonly kernelSize: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number] | "same" | "valid";
  readonly dilation: readonly [number, number];
}

/**
 * A window's attributes from PyTorch's parameters. "same" splits the padding, the odd zero at the end; like PyTorch it
 * is refused with a stride.
 */
export function windowAttributes({ kernelSize, stride, padding, dilation }: WindowParams): WindowAttributes {
  if (padding !== "same") {
    const [vertical, horizontal] = padding === "valid" ? [0, 0] : padding;
    return {
      stride,
      dilation,
      padding: [
        [vertical, vertical],
        [horizontal, horizontal],
      ],
    };
  }
  if (stride[0] !== 1 || stride[1] !== 1) {
    throw new LayerProblem(
      "same-padding-with-stride",
      t('padding "same" works with stride 1 only; give numbers'),
      {
        param: "padding",
      },
    );
  }
  const split = (axis: 0 | 1) => {
    const total = dilation[axis] * (kernelSize[axis] - 1);
    return [Math.floor(total / 2), Math.ceil(total / 2)] as const;
  };
  return { stride, dilation, padding: [split(0), split(1)] };
}

/** Height and width after a window moved over an image; throws a LayerProblem where it does not fit. */
export function windowedSize(
  height: number,
  width: number,
  kernelSize: readonly [number, number],
  attributes: WindowAttributes,
): readonly [number, number] {
  const rows = windowPositions(height, kernelSize[0], attributes, 0);
  const columns = windowPositions(width, kernelSize[1], attributes, 1);
  if (rows >= 1 && columns >= 1) return [rows, columns];
  throw new LayerProblem(
    "kernel-too-large",
    t(
      "its {0} window does not fit into the {1} image; use a smaller kernelSize or more padding",
      kernelSize.join("×"),
      [height, width].join("×"),
    ),
    { param: "kernelSize" },
  );
}
