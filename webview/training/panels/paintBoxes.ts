import type { SampleBox } from "../../../engine/run/panels";
import { classColour } from "./classColour";

/** Lengths of strokes and gaps, by class: colours alone do not tell classes apart. */
const dashes = [[], [5, 2], [2, 2], [8, 2, 2, 2]] as const;
const thickness = 2;
const fontSize = 9;

/** Draws boxes over a picture of the given size; a predicted one with its score in per cent, and a cross if it is wrong. */
export function paintBoxes(
  context: CanvasRenderingContext2D,
  boxes: readonly SampleBox[],
  width: number,
  height: number,
): void {
  context.lineWidth = thickness;
  context.font = `${fontSize}px sans-serif`;
  context.textBaseline = "top";
  // The surest last, so that nothing is over it.
  for (const { left, top, right, bottom, kind, score, isHit } of [...boxes].reverse()) {
    // A box at the border, or without an extent, is still seen.
    const inset = thickness / 2;
    const [x, y] = [Math.max(left * width, inset), Math.max(top * height, inset)];
    const [wide, high] = [
      Math.max(1, Math.min(right * width, width - inset) - x),
      Math.max(1, Math.min(bottom * height, height - inset) - y),
    ];
    context.strokeStyle = classColour(kind);
    context.setLineDash(dashes[kind % dashes.length] ?? []);
    context.strokeRect(x, y, wide, high);
    if (score !== undefined)
      label(context, `${Math.round(100 * score)}${isHit ? "" : "✗"}`, [x, y], [width, height]);
  }
}

/** A text in a box's corner, on a ground of its own because pictures may have any colour. */
function label(
  context: CanvasRenderingContext2D,
  text: string,
  [x, y]: readonly [number, number],
  [width, height]: readonly [number, number],
): void {
  const wide = context.measureText(text).width + 2;
  const [left, top] = [Math.min(x, width - wide), Math.min(Math.max(0, y - 2), height - fontSize)];
  context.fillStyle = "rgb(0 0 0 / 75%)";
  context.fillRect(left, top, wide, fontSize);
  context.fillStyle = "white";
  context.fillText(text, left + 1, top);
}
