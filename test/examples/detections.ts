import { boxOfCell } from "../../engine/data/catalog/gridBoxes";
import type { SafeTensor } from "../../engine/interop/safetensors";
import { averagePrecision, type Box, type Detection } from "./averagePrecision";
import type { Figure } from "./figure";
import { newBatch } from "./exampleData";
import { valueAt } from "./train";

const images = 200;
const kinds = 3;

/**
 * AP50 of a detector's maps for the source `shapes` on new images.
 *
 * @param ports The maps' ports: `object` and `label` are scores, `boxes` numbers from 0 to 1.
 */
export function ap50(
  ports: { readonly object: string; readonly boxes: string; readonly label: string },
  atLeast: number,
): Figure {
  return {
    title: `AP50 ≥ ${String(atLeast)}`,
    of: async (trained) => {
      const batch = await newBatch(trained, images);
      const grid = batch.get("object")!.shape.at(-1)!;
      const [object, boxes, label] = await Promise.all([
        valueAt(trained, ports.object, batch),
        valueAt(trained, ports.boxes, batch),
        valueAt(trained, ports.label, batch),
      ]);
      const detections: Detection[] = [];
      for (let image = 0; image < images; image++)
        for (let cell = 0; cell < grid * grid; cell++) {
          const scores = Array.from(
            { length: kinds },
            (_, k) => label[(kinds * image + k) * grid * grid + cell]!,
          );
          const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
          const isObject = 1 / (1 + Math.exp(-object[image * grid * grid + cell]!));
          for (const [kind, score] of scores.entries())
            detections.push({
              ...boxOf(boxes, image, cell, grid),
              kind,
              score: (isObject * Math.exp(score)) / total,
            });
        }
      return averagePrecision(detections, trueBoxes(batch, grid));
    },
    atLeast,
  };
}

function trueBoxes(batch: ReadonlyMap<string, SafeTensor>, grid: number): Box[] {
  const [object, boxes, label] = ["object", "boxes", "label"].map((port) => batch.get(port)!.data);
  const found: Box[] = [];
  for (let image = 0; image < images; image++)
    for (let cell = 0; cell < grid * grid; cell++) {
      const place = image * grid * grid + cell;
      if (object![place] === 1) found.push({ ...boxOf(boxes!, image, cell, grid), kind: label![place]! });
    }
  return found;
}

function boxOf(boxes: ArrayLike<number>, image: number, cell: number, grid: number): Omit<Box, "kind"> {
  return { image, ...boxOfCell(boxes, 4 * image * grid * grid, cell, grid) };
}
