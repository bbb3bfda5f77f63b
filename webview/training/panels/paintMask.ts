import { noClass, type Bitmap } from "../../../engine/run/panels";
import { bytesOf } from "../../ui/bitmap";
import { classColour } from "./classColour";

/** Pixels between the lines of a texture, and how wide they are. */
const gap = 5;
const line = 1.25;

/** The directions of textures, as steps right and down: colours alone do not tell classes apart. */
const textures = [undefined, [1, -1], [1, 0], [1, 1], [0, 1]] as const;

/**
 * Covers a picture of the given size with the classes of a mask, in their colours and textures. Class 0, as a rule the
 * background, stays clear.
 */
export function paintMask(
  context: CanvasRenderingContext2D,
  mask: Bitmap,
  width: number,
  height: number,
): void {
  const bytes = bytesOf(mask);
  for (const index of new Set(bytes)) {
    if (index === 0 || index === noClass) continue;
    const area = areaOf(mask, bytes, index, [width / mask.width, height / mask.height]);
    context.save();
    context.fillStyle = context.strokeStyle = classColour(index);
    context.globalAlpha = 0.45;
    context.fill(area);
    context.globalAlpha = 1;
    context.clip(area);
    context.lineWidth = line;
    const [right, down] = textures[(index - 1 + Math.floor((index - 1) / 5)) % textures.length] ?? [0, 0];
    strokeLines(context, [right, down], width, height);
    context.restore();
  }
}

/** The pixels of a class, a rectangle for each run of a row. */
function areaOf(
  { width, height }: Bitmap,
  bytes: Uint8Array,
  index: number,
  [across, along]: readonly [number, number],
): Path2D {
  const area = new Path2D();
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const start = column;
      while (column < width && bytes[row * width + column] === index) column++;
      if (column > start) area.rect(start * across, row * along, (column - start) * across, along);
    }
  return area;
}

/** Parallel lines over the whole picture; none without a direction. */
function strokeLines(
  context: CanvasRenderingContext2D,
  [right, down]: readonly [number, number],
  width: number,
  height: number,
): void {
  if (right === 0 && down === 0) return;
  const length = width + height;
  context.beginPath();
  for (let at = -length + gap / 2; at < 2 * length; at += gap) {
    const [x, y] = right === 0 ? [at, 0] : [0, at];
    context.moveTo(x, y);
    context.lineTo(x + right * length, y + down * length);
  }
  context.stroke();
}
