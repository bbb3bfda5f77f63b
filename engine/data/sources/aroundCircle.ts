import { drawPoints } from "./points";

/** Labelled points around centres evenly spaced on a circle, one class per centre. */
export function aroundCircle(
  params: Parameters<typeof drawPoints>[0],
  seed: number,
  radius: number,
): ReturnType<typeof drawPoints> {
  return drawPoints(params, seed, (label) => {
    const angle = (2 * Math.PI * label) / params.classes;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}
