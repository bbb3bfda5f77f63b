import type { Figure } from "./figure";
import { valueAt, type Trained } from "./train";

/** The standard deviation of the source `ring`'s Gaussians is 0.1 by default, their distance from the middle 2. */
const threeDeviations = 0.3;
const radius = 2;
const gaussians = 8;

/** How many of the ring's Gaussians a generator's points find, all of which it must. */
export function ringModes(port: string): Figure {
  return {
    title: "finds all eight Gaussians",
    of: async (trained) => (await foundBy(trained, port)).found.size,
    atLeast: gaussians,
  };
}

/** The fraction of a generator's points within three standard deviations of one of the Gaussians. */
export function ringPrecision(port: string, atLeast: number): Figure {
  return {
    title: `${String(atLeast)} of its points within three standard deviations`,
    of: async (trained) => (await foundBy(trained, port)).near,
    atLeast,
  };
}

async function foundBy(trained: Trained, port: string): Promise<{ found: Set<number>; near: number }> {
  const points = await valueAt(trained, port);
  const found = new Set<number>();
  let near = 0;
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    const nearest = Math.round(Math.atan2(y, x) / (Math.PI / 4));
    const angle = (nearest * Math.PI) / 4;
    if (Math.hypot(x - radius * Math.cos(angle), y - radius * Math.sin(angle)) > threeDeviations) continue;
    near++;
    found.add((nearest + gaussians) % gaussians);
  }
  return { found, near: near / (points.length / 2) };
}
