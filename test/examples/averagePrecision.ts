/** A box with its class, on an image: from (left, top) to (right, bottom). */
export interface Box {
  readonly image: number;
  readonly kind: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A predicted box. */
export interface Detection extends Box {
  readonly score: number;
}

/** Boxes that overlap this much are the same object. */
const sameObject = 0.5;

/**
 * Mean average precision at an intersection over union of 0.5 (AP50): for each class, the area under the curve of
 * precision, made monotonic, over recall. Detections are matched with the true boxes greedily, the surest first, after
 * those that overlap a surer one of their class are removed (non-maximum suppression). Everingham et al., "The Pascal
 * visual object classes challenge: a retrospective" (2015).
 */
export function averagePrecision(detections: readonly Detection[], truth: readonly Box[]): number {
  const kinds = [...new Set(truth.map(({ kind }) => kind))];
  const precisions = kinds.map((kind) =>
    ofOneClass(
      detections.filter((box) => box.kind === kind),
      truth.filter((box) => box.kind === kind),
    ),
  );
  return precisions.reduce((sum, precision) => sum + precision, 0) / kinds.length;
}

function ofOneClass(detections: readonly Detection[], truth: readonly Box[]): number {
  const open = byImage(truth);
  const hits = suppressed(detections).map((detection) => {
    const candidates = open.get(detection.image) ?? [];
    const best = candidates.toSorted((a, b) => overlap(detection, b) - overlap(detection, a))[0];
    if (!best || overlap(detection, best) < sameObject) return false;
    open.set(
      detection.image,
      candidates.filter((box) => box !== best),
    );
    return true;
  });
  let found = 0;
  const curve = hits.map((hit, index) => {
    if (hit) found++;
    return { recall: found / truth.length, precision: found / (index + 1) };
  });
  let [area, precision] = [0, 0];
  for (let index = curve.length - 1; index >= 0; index--) {
    precision = Math.max(precision, curve[index]!.precision);
    area += precision * (curve[index]!.recall - (curve[index - 1]?.recall ?? 0));
  }
  return area;
}

/** Detections of one class, the surest first, without those that overlap a surer one. */
function suppressed(detections: readonly Detection[]): Detection[] {
  const kept = new Map<number, Detection[]>();
  return detections
    .toSorted((a, b) => b.score - a.score)
    .filter((detection) => {
      const surer = kept.get(detection.image) ?? [];
      if (surer.some((other) => overlap(detection, other) >= sameObject)) return false;
      kept.set(detection.image, [...surer, detection]);
      return true;
    });
}

function byImage(boxes: readonly Box[]): Map<number, Box[]> {
  const map = new Map<number, Box[]>();
  for (const box of boxes) map.set(box.image, [...(map.get(box.image) ?? []), box]);
  return map;
}

/** Intersection over union. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / (area(a) + area(b) - shared);
}

function area({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}
