import type { Box as PlacedBox } from "../../engine/data/catalog/gridBoxes";
import { overlap, sameObject, suppressed } from "../../engine/panels/detections";

/** A box with its class, on an image. */
export interface Box extends PlacedBox {
  readonly image: number;
  readonly kind: number;
}

/** A predicted box. */
export interface Detection extends Box {
  readonly score: number;
}

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
  const hits = kept(detections).map((detection) => {
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

/** The surest first, without those that overlap a surer one. */
function kept(detections: readonly Detection[]): Detection[] {
  const ofImages = [...byImage(detections).values()].flatMap((ofImage) => suppressed(ofImage));
  return ofImages.toSorted((a, b) => b.score - a.score);
}

function byImage<B extends Box>(boxes: readonly B[]): Map<number, B[]> {
  const map = new Map<number, B[]>();
  for (const box of boxes) map.set(box.image, [...(map.get(box.image) ?? []), box]);
  return map;
}
