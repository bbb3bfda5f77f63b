import type { TensorType } from "../tensor/tensor";

/**
 * How a window moves over an image, [vertical, horizontal]. Padding is [before, after] for each axis, because "same"
 * padding of an even kernel is not symmetric.
 */
export interface WindowAttributes {
  readonly stride: readonly [number, number];
  readonly padding: readonly [readonly [number, number], readonly [number, number]];
  readonly dilation: readonly [number, number];
}

export interface ConvolutionAttributes extends WindowAttributes {
  readonly groups: number;
}

/** The number of positions of a window along an axis: ⌊(size + padding − dilation·(kernel − 1) − 1) / stride⌋ + 1. */
export function windowPositions(
  size: number,
  kernel: number,
  attributes: WindowAttributes,
  axis: 0 | 1,
): number {
  const [before, after] = attributes.padding[axis];
  const reach = attributes.dilation[axis] * (kernel - 1) + 1;
  return Math.floor((size + before + after - reach) / attributes.stride[axis]) + 1;
}

/** The sizes of x[n, c, h, w] ∗ w[o, c / groups, kh, kw] = y[n, o, oh, ow]. */
export interface ConvolutionSizes {
  readonly n: number;
  readonly c: number;
  readonly h: number;
  readonly w: number;
  readonly o: number;
  readonly kh: number;
  readonly kw: number;
  readonly oh: number;
  readonly ow: number;
}

export function convolutionSizes(
  x: Pick<TensorType, "shape">,
  weight: Pick<TensorType, "shape">,
  attributes: ConvolutionAttributes,
): ConvolutionSizes {
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const [o, cPerGroup, kh, kw] = weight.shape as [number, number, number, number];
  const { groups } = attributes;
  if (x.shape.length !== 4 || weight.shape.length !== 4 || c !== cPerGroup * groups || o % groups !== 0) {
    throw new Error(
      `convolution of [${x.shape.join(", ")}] with [${weight.shape.join(", ")}] in ${groups} groups`,
    );
  }
  const oh = windowPositions(h, kh, attributes, 0);
  const ow = windowPositions(w, kw, attributes, 1);
  if (oh < 1 || ow < 1)
    throw new Error(`convolution: the ${kh}×${kw} kernel is larger than the ${h}×${w} image`);
  return { n, c, h, w, o, kh, kw, oh, ow };
}

/** Calls `visit` for every product y += x·w of a convolution, with the flat indices in y, x and w. */
export function visitConvolution(
  sizes: ConvolutionSizes,
  { stride, padding, dilation, groups }: ConvolutionAttributes,
  visit: (y: number, x: number, w: number) => void,
): void {
  const { n, c, h, w, o, kh, kw, oh, ow } = sizes;
  const [cPerGroup, oPerGroup] = [c / groups, o / groups];
  for (let sample = 0; sample < n; sample++) {
    for (let out = 0; out < o; out++) {
      const firstChannel = Math.floor(out / oPerGroup) * cPerGroup;
      for (let i = 0; i < oh; i++) {
        for (let j = 0; j < ow; j++) {
          const y = ((sample * o + out) * oh + i) * ow + j;
          for (let channel = 0; channel < cPerGroup; channel++) {
            for (let p = 0; p < kh; p++) {
              const row = i * stride[0] + p * dilation[0] - padding[0][0];
              if (row < 0 || row >= h) continue;
              for (let q = 0; q < kw; q++) {
                const column = j * stride[1] + q * dilation[1] - padding[1][0];
                if (column < 0 || column >= w) continue;
                visit(
                  y,
                  ((sample * c + firstChannel + channel) * h + row) * w + column,
                  ((out * cPerGroup + channel) * kh + p) * kw + q,
                );
              }
            }
          }
        }
      }
    }
  }
}

/** Adds `value` to an element. */
export function accumulate(data: Float64Array | Int32Array, index: number, value: number): void {
  data[index] = (data[index] ?? NaN) + value;
}

export function element(data: Float64Array | Int32Array, index: number): number {
  return data[index] ?? NaN;
}

/** The attributes under ONNX's names. */
export function onnxWindow({ stride, padding, dilation }: WindowAttributes) {
  return {
    strides: [...stride],
    pads: [padding[0][0], padding[1][0], padding[0][1], padding[1][1]],
    dilations: [...dilation],
  };
}
