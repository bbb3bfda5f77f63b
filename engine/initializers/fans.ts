import { at, sizeOf } from "../tensor/tensor";

/**
 * How many numbers an output of a weight is made of, and how many outputs an input goes to, as PyTorch counts them for
 * [out, in, …window]. The whole tensor is one: stacked gates count as outputs, an embedding's rows as well.
 */
export function fansOf(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  const window = sizeOf(shape.slice(2));
  return { fanIn: at(shape, 1) * window, fanOut: at(shape, 0) * window };
}
