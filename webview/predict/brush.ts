/** A drawing: a byte for each channel of each pixel, row by row. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly bytes: Uint8Array;
}

export type Point = readonly [x: number, y: number];

/** Of a soft brush, whose stroke is as thick as that of MNIST's digits: 2 to 3 of 28 pixels. */
export function brushRadius({ width, height }: Pick<Drawing, "width" | "height">): number {
  return Math.max(0.7, Math.min(width, height) / 20);
}

/**
 * Draws a line into a drawing, in pixels from its left top corner. The centre of the line has the colour; its edge fades
 * over one pixel into what is there. Grey never gets darker, so that lines meet without gaps.
 *
 * @param colour A byte for each channel.
 */
export function stroke(drawing: Drawing, from: Point, to: Point, colour: readonly number[]): void {
  const { width, height, channels, bytes } = drawing;
  const radius = brushRadius(drawing);
  const reach = radius + 1;
  const [left, right] = [Math.min(from[0], to[0]) - reach, Math.max(from[0], to[0]) + reach];
  const [top, bottom] = [Math.min(from[1], to[1]) - reach, Math.max(from[1], to[1]) + reach];
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, bottom); y++)
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, right); x++) {
      const cover = Math.min(1, radius + 0.5 - distance([x + 0.5, y + 0.5], from, to));
      if (cover <= 0) continue;
      const start = (y * width + x) * channels;
      for (const [channel, value] of colour.entries()) {
        const before = bytes[start + channel] ?? 0;
        bytes[start + channel] = Math.round(
          channels === 1 ? Math.max(before, value * cover) : before + (value - before) * cover,
        );
      }
    }
}

/** The distance of a point from a line between two others. */
function distance([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [across, down] = [toX - fromX, toY - fromY];
  const length = across * across + down * down;
  const along = length === 0 ? 0 : ((x - fromX) * across + (y - fromY) * down) / length;
  const nearest = Math.min(1, Math.max(0, along));
  return Math.hypot(x - fromX - nearest * across, y - fromY - nearest * down);
}
