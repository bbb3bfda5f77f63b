import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { stridedSlice } from "./stridedSlice";
import { asImage, fromImage } from "./image";
import { planarWindow, positionsOf, type Window } from "./window";

/**
 * The cross-correlation of x [n, c, …sizes] with weight [o, c / groups, …kernel] over one, two or three axes, with
 * zeros outside. The operation itself is two-dimensional: for one axis, the height is 1; for three, the depths under
 * the kernel become channels.
 */
export function convolve(
  b: Builder,
  x: Value,
  weight: Value,
  windows: readonly Window[],
  groups: number,
): Value {
  const [depth] = windows;
  if (windows.length === 3 && depth) return convolveVolume(b, x, weight, depth, windows.slice(1), groups);
  const image = b.conv2d(asImage(b, x), asImage(b, weight), { ...planarWindow(windows), groups });
  return fromImage(b, image, windows.length);
}

/**
 * Each position of the kernel along the depth becomes one of n·positions images, and the depths under it become
 * channels.
 */
function convolveVolume(
  b: Builder,
  x: Value,
  weight: Value,
  depth: Window,
  plane: readonly Window[],
  groups: number,
): Value {
  const [n = 1, c = 1, size = 1, h = 1, w = 1] = x.type.shape;
  const [o = 1, perGroup = 1, , kh = 1, kw = 1] = weight.type.shape;
  const padded =
    depth.before + depth.after > 0
      ? b.pad(x, { before: [0, 0, depth.before, 0, 0], after: [0, 0, depth.after, 0, 0] })
      : x;
  const count = positionsOf(size, depth);
  const taps = Array.from({ length: depth.kernel }, (_, tap) => {
    const slices = stridedSlice(b, padded, 2, { start: tap * depth.dilation, step: depth.stride, count });
    return b.reshape(slices, { shape: [n, c, 1, count, h, w] });
  });
  const under = b.transpose(b.concat(taps, { axis: 2 }), { permutation: [0, 3, 1, 2, 4, 5] });
  const images = b.conv2d(
    b.reshape(under, { shape: [n * count, c * depth.kernel, h, w] }),
    b.reshape(weight, { shape: [o, perGroup * depth.kernel, kh, kw] }),
    { ...planarWindow(plane), groups },
  );
  const [height, width] = [at(images.type.shape, 2), at(images.type.shape, 3)];
  const volumes = b.reshape(images, { shape: [n, count, o, height, width] });
  return b.transpose(volumes, { permutation: [0, 2, 1, 3, 4] });
}
