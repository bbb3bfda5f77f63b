import type { Path } from "./pen";

/**
 * Draws paths into the black picture of `size` × `size` pixels at `offset` in `picture`. A pixel's brightness falls
 * from 1 to 0 over `blur` pixels at the distance `radius` from the nearest path.
 */
export function ink(
  picture: Float32Array,
  offset: number,
  size: number,
  paths: readonly Path[],
  { radius, blur }: { radius: number; blur: number },
): void {
  const reach = radius + blur / 2;
  for (const path of paths) {
    for (let index = 0; index + 1 < path.length; index++) {
      const [x0, y0] = path[index] ?? [0, 0];
      const [x1, y1] = path[index + 1] ?? [x0, y0];
      const dx = x1 - x0;
      const dy = y1 - y0;
      const length = dx * dx + dy * dy;
      const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
      const right = Math.min(size - 1, Math.ceil(Math.max(x0, x1) + reach));
      const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
      const bottom = Math.min(size - 1, Math.ceil(Math.max(y0, y1) + reach));
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) {
          const px = column + 0.5 - x0;
          const py = row + 0.5 - y0;
          const along = length > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length)) : 0;
          const x = px - along * dx;
          const y = py - along * dy;
          const pixel = offset + row * size + column;
          const before = picture[pixel] ?? 1;
          // Most pixels are too far away to become brighter, and the exact distance takes long to compute.
          const furthest = reach - blur * before;
          if (x * x + y * y > 1.001 * furthest * furthest) continue;
          const brightness = Math.min(1, (reach - Math.hypot(x, y)) / blur);
          if (brightness > before) picture[pixel] = brightness;
        }
      }
    }
  }
}
