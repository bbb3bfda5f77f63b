import type { Picture } from "../interop/png";

/**
 * A picture in another size. Each new pixel is the mean of the area that it covers in the old picture, so that thin lines
 * fade instead of vanishing.
 */
export function resizePicture(
  { width, height, channels, data }: Picture,
  wanted: { readonly width: number; readonly height: number },
): Picture {
  const columns = shares(width, wanted.width);
  const rows = shares(height, wanted.height);
  const resized = new Uint8Array(wanted.width * wanted.height * channels);
  for (const [y, covered] of rows.entries())
    for (const [x, across] of columns.entries())
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (const row of covered)
          for (const column of across)
            sum +=
              row.share * column.share * (data[(row.index * width + column.index) * channels + channel] ?? 0);
        resized[(y * wanted.width + x) * channels + channel] = Math.round(sum);
      }
  return { ...wanted, channels, data: resized };
}

/** For each new pixel along an axis, the old ones that it covers and their shares of it, which add up to 1. */
function shares(before: number, after: number): { index: number; share: number }[][] {
  const scale = before / after;
  return Array.from({ length: after }, (_, place) => {
    const [start, end] = [place * scale, (place + 1) * scale];
    const first = Math.floor(start);
    const last = Math.min(before, Math.ceil(end));
    return Array.from({ length: last - first }, (_, i) => {
      const index = first + i;
      return { index, share: (Math.min(end, index + 1) - Math.max(start, index)) / scale };
    });
  });
}
