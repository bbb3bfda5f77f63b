import { t } from "@vscode/l10n";
import { showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { sizeOf } from "../../tensor/tensor";

/** Sizes, of which one may be −1, that hold `size` elements in total; throws a LayerProblem if that is impossible. */
export function resolveSizes(
  sizes: readonly number[],
  size: number,
  input: GraphType,
  param: string,
): number[] {
  const known = sizeOf(sizes.filter((length) => length !== -1));
  const open = sizes.filter((length) => length === -1).length;
  const fits = open === 0 ? known === size : open === 1 && known > 0 && size % known === 0;
  if (!fits || sizes.includes(0)) {
    throw new LayerProblem(
      "shape-mismatch",
      t("cannot give {0} ({1} numbers) the shape {2}", showShape(input), size, sizes.join("×")),
      { param },
    );
  }
  return sizes.map((length) => (length === -1 ? size / known : length));
}
