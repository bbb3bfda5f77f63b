import type { Box } from "../data/catalog/gridBoxes";

/** Boxes that overlap this much are of the same object. */
export const sameObject = 0.5;

/** Intersection over union. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / (area(a) + area(b) - shared);
}

function area({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}

/** A box that may be around an object of a class. */
export interface Detection extends Box {
  readonly kind: number;
  readonly score: number;
}

/**
 * Detections on a picture, the surest first, without those that overlap a surer one of their class (non-maximum
 * suppression); only so many of them.
 */
export function suppressed<D extends Detection>(detections: readonly D[], most = Infinity): D[] {
  const kept: D[] = [];
  for (const detection of [...detections].sort((a, b) => b.score - a.score)) {
    if (kept.length === most) break;
    if (!kept.some((surer) => surer.kind === detection.kind && overlap(detection, surer) >= sameObject))
      kept.push(detection);
  }
  return kept;
}

/** The true boxes that detections find, the surest first: of their class, and each found once; undefined for none. */
export function matched<B extends Box & { readonly kind: number }>(
  detections: readonly Detection[],
  truth: readonly B[],
): (B | undefined)[] {
  const open = new Set(truth);
  return detections.map((detection) => {
    const candidates = [...open].filter(({ kind }) => kind === detection.kind);
    const [best] = candidates.sort((a, b) => overlap(detection, b) - overlap(detection, a));
    if (!best || overlap(detection, best) < sameObject) return undefined;
    open.delete(best);
    return best;
  });
}
