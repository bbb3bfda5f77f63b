import { t } from "@vscode/l10n";
import { showShape, type Dim, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import type { Builder, Value } from "../../ops/operation";
import { broadcastShapes, sameShape } from "../../tensor/tensor";

/**
 * The type of the matrix product over the last two axes, with the axes before them broadcast. Throws a LayerProblem if
 * sizes conflict, if samples would be mixed, or if the batch would not stay axis 0.
 */
export function productType(
  input: GraphType,
  other: GraphType,
  { transposeInput, transposeOther }: { readonly transposeInput: boolean; readonly transposeOther: boolean },
  port: string,
): GraphType {
  const [rows, inner] = lastTwo(input, transposeInput);
  const [sameInner, columns] = lastTwo(other, transposeOther);
  const leading = broadcastShapes(input.shape.slice(0, -2), other.shape.slice(0, -2));
  if (!rows || !inner || !columns || !leading || inner !== sameInner) {
    throw new LayerProblem(
      "shape-mismatch",
      t(
        "cannot multiply {0} by {1}: matrices must fit as n×k and k×m, and the axes before them be equal or 1",
        showShape(input),
        showShape(other),
      ),
      { port },
    );
  }
  const shape = [...leading, rows, columns];
  if (inner !== "N" && shape.lastIndexOf("N") <= 0) return { shape, dtype: "float32" };
  throw new LayerProblem(
    "mixes-samples",
    t(
      "would multiply {0} by {1} across samples; only tensors of the same sample can be multiplied",
      showShape(input),
      showShape(other),
    ),
    { port },
  );
}

function lastTwo({ shape }: GraphType, transposed: boolean): readonly [Dim | undefined, Dim | undefined] {
  const [rows, columns] = [shape.at(-2), shape.at(-1)];
  return transposed ? [columns, rows] : [rows, columns];
}

/** The operation can broadcast up to this many axes before the matrices in any pattern. */
const mostLeading = 3;

/** The product of `productType`. */
export function product(
  b: Builder,
  input: Value,
  other: Value,
  { transposeInput, transposeOther }: { readonly transposeInput: boolean; readonly transposeOther: boolean },
): Value {
  const [left, right] = [input.type.shape.slice(0, -2), other.type.shape.slice(0, -2)];
  const both = broadcastShapes(left, right) ?? [];
  const spread = (x: Value, own: readonly number[]) =>
    both.length <= mostLeading || sameShape(own, both)
      ? x
      : b.broadcast(x, { shape: [...both, ...x.type.shape.slice(-2)] });
  return b.matmul(spread(input, left), spread(other, right), {
    transposeA: transposeInput,
    transposeB: transposeOther,
  });
}
