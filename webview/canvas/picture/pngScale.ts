/** The most pixels of a PNG picture, which take 4 bytes each while it is made, and the most on one side. */
export const pngLimits = { pixels: 2 ** 26, side: 16_384 } as const;

/**
 * How many times larger a PNG picture is than the canvas: `wanted`, or less if it would have too many pixels. Undefined if
 * even at the canvas's size it would.
 */
export function pngScale(width: number, height: number, wanted = 2): number | undefined {
  const { pixels, side } = pngLimits;
  const scale = Math.min(wanted, Math.sqrt(pixels / (width * height)), side / width, side / height);
  return scale >= 1 ? scale : undefined;
}
