import { launch } from "./launch";
import type { DeviceTraits } from "./operation";
import type { PoolingAttributes } from "./pooling";

/** A pooling of `image` to `pooled` [n, c, oh, ow], or its gradient: one invocation per element of the result. */
export function planPooling(
  kernel: "maxPool2d" | "maxPool2dGradient" | "avgPool2d" | "avgPool2dGradient",
  image: readonly number[],
  pooled: readonly number[],
  elements: number,
  { kernel: size, stride, padding, dilation }: PoolingAttributes,
  device: DeviceTraits,
) {
  const [n, c, h, w] = image as [number, number, number, number];
  const [, , oh, ow] = pooled as [number, number, number, number];
  const { workgroups, constants } = launch(elements, device, 4);
  return {
    kernels: [
      {
        shader: `pooling+${kernel}`,
        workgroups,
        constants: {
          ...constants,
          PLANES: n * c,
          H: h,
          W: w,
          OH: oh,
          OW: ow,
          KH: size[0],
          KW: size[1],
          STRIDE_H: stride[0],
          STRIDE_W: stride[1],
          PADDING_H: padding[0][0],
          PADDING_W: padding[1][0],
          DILATION_H: dilation[0],
          DILATION_W: dilation[1],
        },
      },
    ],
  };
}
