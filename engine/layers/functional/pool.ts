import type { Builder, Value } from "../../ops/operation";
import type { PoolingAttributes } from "../../ops/pooling";
import { at } from "../../tensor/tensor";
import { asImage, fromImage } from "./image";
import { planarWindow, still, type Window } from "./window";

/** Pools an image [n, c, h, w] with windows along its last one or two axes. */
export type PoolImage = (image: Value, windows: readonly Window[]) => Value;

/** Windows along one or two axes as attributes of the pooling operations. */
export function poolingAttributes(windows: readonly Window[]): PoolingAttributes {
  const [horizontal = still, vertical = still] = [...windows].reverse();
  return { ...planarWindow(windows), kernel: [vertical.kernel, horizontal.kernel] };
}

/**
 * Applies an image pooling to x [n, c, …sizes] with one, two or three axes: a volume is pooled plane by plane and then
 * along its depth, which is equivalent for maxima and means.
 */
export function pool(b: Builder, x: Value, windows: readonly Window[], poolImage: PoolImage): Value {
  const [depth] = windows;
  if (windows.length < 3 || !depth) return fromImage(b, poolImage(asImage(b, x), windows), windows.length);
  const [n = 1, c = 1, d = 1, h = 1, w = 1] = x.type.shape;
  const planes = poolImage(b.reshape(x, { shape: [n, c * d, h, w] }), windows.slice(1));
  const [height, width] = [at(planes.type.shape, 2), at(planes.type.shape, 3)];
  const lines = poolImage(b.reshape(planes, { shape: [n, c, d, height * width] }), [depth, still]);
  return b.reshape(lines, { shape: [n, c, at(lines.type.shape, 2), height, width] });
}

/** The largest element of each window. */
export function maxPool(b: Builder, x: Value, windows: readonly Window[]): Value {
  return pool(b, x, windows, (image, moved) => b.maxPool2d(image, poolingAttributes(moved))[0]);
}

/**
 * The mean of each window over what counts: the elements and, with `countIncludePad`, the padding, but never what
 * `ceilMode` adds beyond that.
 */
export function averagePool(
  b: Builder,
  x: Value,
  windows: readonly Window[],
  countIncludePad: boolean,
): Value {
  return pool(b, x, windows, (image, moved) => {
    const means = b.avgPool2d(image, poolingAttributes(moved));
    // The operation counts all padding; the mean of ones where something counts is the correction factor.
    const isExact = moved.every(({ before, after }) => before === after && (countIncludePad || before === 0));
    if (isExact) return means;
    const sizes = image.type.shape.slice(-moved.length).map((size, axis) => {
      const { before } = at(moved, axis);
      return countIncludePad ? size + 2 * before : size;
    });
    const counted = b.broadcast(b.constant({ value: 1 }), {
      shape: [1, 1, ...(sizes.length === 1 ? [1] : []), ...sizes],
    });
    const around = moved.map((window) => {
      const { before, after } = window;
      return countIncludePad ? { ...window, before: 0, after: after - before } : window;
    });
    return b.div(means, b.avgPool2d(counted, poolingAttributes(around)));
  });
}
