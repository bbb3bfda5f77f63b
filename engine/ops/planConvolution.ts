import type { ConvolutionAttributes, ConvolutionSizes } from "./convolution";
import type { DeviceTraits, Value } from "./operation";
import { planProduct } from "./planProduct";

/**
 * A convolution or one of its gradients as an implicit matrix product for each group: the operands' shader computes
 * where the pixels are, and nothing is unfolded in memory.
 */
export function planConvolution(
  operands: "conv2d" | "conv2dInputGradient" | "conv2dWeightGradient",
  values: { readonly reads: readonly Value[]; readonly y: Value },
  sizes: ConvolutionSizes,
  { stride, padding, dilation, groups }: ConvolutionAttributes,
  device: DeviceTraits,
) {
  const { n, c, h, w, o, kh, kw, oh, ow } = sizes;
  const [channels, filters, taps] = [c / groups, o / groups, kh * kw];
  const shape = {
    conv2d: { m: filters, n: n * oh * ow, k: channels * taps },
    conv2dInputGradient: { m: channels, n: n * h * w, k: filters * taps },
    conv2dWeightGradient: { m: filters, n: channels * taps, k: n * oh * ow },
  }[operands];
  return planProduct(
    {
      ...values,
      ...shape,
      batches: groups,
      operands: `convolution+${operands}`,
      alongK: { a: true, b: operands === "conv2dWeightGradient" },
      constants: {
        SAMPLES: n,
        C: c,
        H: h,
        W: w,
        O: o,
        KH: kh,
        KW: kw,
        OH: oh,
        OW: ow,
        C_GROUP: channels,
        O_GROUP: filters,
        STRIDE_H: stride[0],
        STRIDE_W: stride[1],
        PADDING_H: padding[0][0],
        PADDING_W: padding[1][0],
        PADDED: Number(padding.flat().some((size) => size > 0)),
        DILATION_H: dilation[0],
        DILATION_W: dilation[1],
      },
    },
    device,
  );
}
