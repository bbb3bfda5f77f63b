import { windowPositions, type WindowAttributes } from "./convolution";
import type { TensorType } from "../tensor/tensor";

/** Windows over the last two axes of [n, c, h, w]. */
export interface PoolingAttributes extends WindowAttributes {
  readonly kernel: readonly [number, number];
}

export function pooledShape(x: TensorType, attributes: PoolingAttributes): number[] {
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const oh = windowPositions(h, attributes.kernel[0], attributes, 0);
  const ow = windowPositions(w, attributes.kernel[1], attributes, 1);
  if (x.shape.length !== 4 || oh < 1 || ow < 1) throw new Error(`pooling of [${x.shape.join(", ")}]`);
  return [n, c, oh, ow];
}

/**
 * Calls `visit` for every element of every window, with the flat indices in the output and in the input and the element's
 * index within its h·w plane. Windows come in order, and the elements of a window row by row.
 */
export function visitPooling(
  input: readonly number[],
  output: readonly number[],
  { kernel, stride, padding, dilation }: PoolingAttributes,
  visit: (y: number, x: number, inPlane: number) => void,
): void {
  const [n, c, h, w] = input as [number, number, number, number];
  const [, , oh, ow] = output as [number, number, number, number];
  for (let plane = 0; plane < n * c; plane++) {
    for (let i = 0; i < oh; i++) {
      for (let j = 0; j < ow; j++) {
        for (let p = 0; p < kernel[0]; p++) {
          const row = i * stride[0] + p * dilation[0] - padding[0][0];
          if (row < 0 || row >= h) continue;
          for (let q = 0; q < kernel[1]; q++) {
            const column = j * stride[1] + q * dilation[1] - padding[1][0];
            if (column < 0 || column >= w) continue;
            visit((plane * oh + i) * ow + j, (plane * h + row) * w + column, row * w + column);
          }
        }
      }
    }
  }
}
