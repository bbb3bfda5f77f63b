import type { Range } from "../layers/range";
import type { Bitmap } from "../run/panels";
import type { HostArray } from "../tensor/hostArrays";
import type { PictureShape } from "./pictureShape";

/** The most bytes of all pictures of a row, before base64. */
export const mostBytes = 24_576;
/** The most pixels along a side. */
export const mostSide = 128;

/**
 * Pictures of [count, channels, height, width] in 8 bits, scaled from `range` or, where that is unknown, from the smallest
 * to the largest value of all. Large ones are made smaller by averaging blocks of pixels, so that all fit into
 * `mostBytes`. What is not a number is black.
 */
export function toPictures(data: HostArray, shape: PictureShape, count: number, range?: Range): Bitmap[] {
  const { low, high } = boundsOf(data, range);
  const scale = high > low ? 255 / (high - low) : 0;
  const [channels, height, width] = shape;
  const block = blockFor(shape, count);
  const size = channels * height * width;
  return Array.from({ length: count }, (_, index) =>
    picture(
      [channels, Math.ceil(height / block), Math.ceil(width / block)],
      (channel, row, column) =>
        (meanOf(
          data,
          index * size + channel * height * width,
          [height, width],
          row * block,
          column * block,
          block,
        ) -
          low) *
        scale,
    ),
  );
}

/**
 * Pictures of the class indices of [count, height, width], below 256. Of large ones some pixels are left out, so that all
 * fit into `mostBytes`.
 */
export function toMasks(
  classes: ArrayLike<number>,
  [height, width]: readonly [number, number],
  count: number,
): Bitmap[] {
  const block = blockFor([1, height, width], count);
  const middle = (cell: number, size: number) => Math.min(size - 1, cell * block + Math.floor(block / 2));
  return Array.from({ length: count }, (_, index) =>
    picture(
      [1, Math.ceil(height / block), Math.ceil(width / block)],
      (_, row, column) =>
        classes[(index * height + middle(row, height)) * width + middle(column, width)] ?? 0,
    ),
  );
}

/** A picture of numbers that are rounded to whole ones from 0 to 255. */
export function picture(
  [channels, height, width]: PictureShape,
  valueAt: (channel: number, row: number, column: number) => number,
): Bitmap {
  const bytes = new Uint8ClampedArray(height * width * channels);
  let next = 0;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      for (let channel = 0; channel < channels; channel++) bytes[next++] = valueAt(channel, row, column);
  return { width, height, channels, pixels: btoa(String.fromCharCode(...bytes)) };
}

/** The side of the blocks of pixels that become one. */
function blockFor([channels, height, width]: PictureShape, count: number): number {
  let block = Math.ceil(Math.max(height, width) / mostSide);
  while (count * channels * Math.ceil(height / block) * Math.ceil(width / block) > mostBytes) block++;
  return block;
}

function meanOf(
  data: HostArray,
  start: number,
  [height, width]: readonly [number, number],
  top: number,
  left: number,
  block: number,
): number {
  const [bottom, right] = [Math.min(height, top + block), Math.min(width, left + block)];
  let sum = 0;
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) sum += data[start + row * width + column] ?? 0;
  return sum / ((bottom - top) * (right - left));
}

function boundsOf(
  data: HostArray,
  range: Range | undefined,
): { readonly low: number; readonly high: number } {
  if (range && Number.isFinite(range.low) && Number.isFinite(range.high)) return range;
  let [low, high] = [Infinity, -Infinity];
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}
