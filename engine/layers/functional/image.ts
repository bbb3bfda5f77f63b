import type { Builder, Value } from "../../ops/operation";

/**
 * Reshapes [n, channels, length] to [n, channels, 1, length], for operations that only handle images; returns an image
 * unchanged.
 */
export function asImage(b: Builder, x: Value): Value {
  const [n = 1, channels = 1, length = 1] = x.type.shape;
  return x.type.shape.length === 3 ? b.reshape(x, { shape: [n, channels, 1, length] }) : x;
}

/** Undoes `asImage`, for `rank` spatial axes. */
export function fromImage(b: Builder, image: Value, rank: number): Value {
  const [n = 1, channels = 1, , length = 1] = image.type.shape;
  return rank === 1 ? b.reshape(image, { shape: [n, channels, length] }) : image;
}
