import {
  convolutionSizes,
  onnxWindow,
  type ConvolutionAttributes,
  type ConvolutionSizes,
} from "./convolution";
import type { OnnxEmitter, OnnxLowering } from "./operation";
import { at } from "../tensor/tensor";

/** Up to this many elements, unfolded images mostly stay in the cache, and matrix products beat a convolution. */
const maxUnfolded = 2 ** 25;

export const onnxInputGradient: OnnxLowering<"conv2dInputGradient"> = (
  emit,
  { g, weight },
  { inputs, attributes },
) => {
  const sizes = convolutionSizes({ shape: attributes.inputShape }, inputs.weight.type, attributes);
  const unreached = ([0, 1] as const).map((axis) => {
    const positions = at(inputs.g.type.shape, axis + 2);
    const reach = attributes.dilation[axis] * ((axis === 0 ? sizes.kh : sizes.kw) - 1) + 1;
    const [before, after] = attributes.padding[axis];
    return (
      at(attributes.inputShape, axis + 2) + before + after - (positions - 1) * attributes.stride[axis] - reach
    );
  });
  return [
    // The last rows and columns that the stride skips are zeros, which the operator calls output padding.
    emit.node("ConvTranspose", [g, weight], {
      ...onnxWindow(attributes),
      group: attributes.groups,
      output_padding: unreached,
    }),
  ];
};

export const onnxWeightGradient: OnnxLowering<"conv2dWeightGradient"> = (
  emit,
  { x, g },
  { inputs, attributes },
) => {
  const sizes = convolutionSizes(inputs.x.type, { shape: attributes.weightShape }, attributes);
  const unfolded = sizes.n * sizes.c * sizes.h * sizes.kw * sizes.ow;
  const lower = unfolded <= maxUnfolded ? productOfUnfolded : convolutionOverSamples;
  return [lower(emit, x, g, sizes, attributes)];
};

/**
 * Unfolds the image by the kernel's columns (im2col; Chellapilla et al. 2006), but not by its rows, which are slices
 * of the result: each is multiplied by the gradient, per sample and group, and summed over the samples.
 */
function productOfUnfolded(
  emit: OnnxEmitter,
  x: string,
  g: string,
  { n, c, h, w, o, kh, kw, oh, ow }: ConvolutionSizes,
  { stride, padding: [vertical, horizontal], dilation, groups }: ConvolutionAttributes,
): string {
  const [channels, filters] = [c / groups, o / groups];
  const grouped = emit.node("Reshape", [x, emit.int64([n, groups, channels, h, w])]);
  const padded = [...vertical, ...horizontal].some((size) => size > 0)
    ? emit.node("Pad", [
        grouped,
        emit.int64([0, 0, 0, vertical[0], horizontal[0], 0, 0, 0, vertical[1], horizontal[1]]),
      ])
    : grouped;
  const taps = (from: string, axis: 0 | 1, kernel: number, positions: number) =>
    Array.from({ length: kernel }, (_, tap) => {
      const start = tap * dilation[axis];
      const end = start + (positions - 1) * stride[axis] + 1;
      return emit.node("Slice", [
        from,
        emit.int64([start]),
        emit.int64([end]),
        emit.int64([axis + 3]),
        emit.int64([stride[axis]]),
      ]);
    });
  const unfolded = emit.node("Concat", taps(padded, 1, kw, ow), { axis: 2 });
  const gradient = emit.node("Reshape", [g, emit.int64([n, groups, filters, oh * ow])]);
  const rows = taps(unfolded, 0, kh, oh).map((row) => {
    const columns = emit.node("Reshape", [row, emit.int64([n, groups, kw * channels, oh * ow])]);
    const products = emit.node("MatMul", [
      gradient,
      emit.node("Transpose", [columns], { perm: [0, 1, 3, 2] }),
    ]);
    const sum = emit.node("ReduceSum", [products, emit.int64([0])], { keepdims: 0 });
    return emit.node("Reshape", [sum, emit.int64([o, kw, channels, 1])]);
  });
  const all = emit.node("Transpose", [emit.node("Concat", rows, { axis: 3 })], { perm: [0, 2, 3, 1] });
  return emit.node("Reshape", [all, emit.int64([o, channels, kh, kw])]);
}

/**
 * A convolution whose samples are the channels, whose kernel is the gradient, and whose stride and dilation are swapped:
 * slower for small images, but nothing is unfolded in memory.
 */
function convolutionOverSamples(
  emit: OnnxEmitter,
  x: string,
  g: string,
  { n, c, h, w, o, kh, kw }: ConvolutionSizes,
  attributes: ConvolutionAttributes,
): string {
  const { groups, stride, dilation } = attributes;
  const channels = c / groups;
  const grouped = emit.node("Reshape", [x, emit.int64([n, groups, channels, h, w])]);
  const images = emit.node("Reshape", [
    emit.node("Transpose", [grouped], { perm: [2, 1, 0, 3, 4] }),
    emit.int64([channels, groups * n, h, w]),
  ]);
  const kernels = emit.node("Transpose", [g], { perm: [1, 0, 2, 3] });
  const all = emit.node("Conv", [images, kernels], {
    ...onnxWindow({ ...attributes, stride: dilation, dilation: stride }),
    group: groups,
  });
  // Rows and columns that no window of the forward pass reached would give kernel elements that do not exist.
  const exact = emit.node("Slice", [all, emit.int64([0, 0]), emit.int64([kh, kw]), emit.int64([2, 3])]);
  const gradient = emit.node("Transpose", [exact], { perm: [1, 0, 2, 3] });
  return emit.node("Reshape", [gradient, emit.int64([o, channels, kh, kw])]);
}
