import { at, sizeOf } from "../tensor/tensor";

/**
 * The number of inputs per output of a weight and of outputs per input, as PyTorch counts them for [out, in, …window].
 * The whole tensor counts: stacked gates and an embedding's rows are outputs.
 */
export function fansOf(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  const window = sizeOf(shape.slice(2));
  return { fanIn: at(shape, 1) * window, fanOut: at(shape, 0) * window };
}
