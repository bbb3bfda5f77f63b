import { useCallback } from "react";
import type { Bitmap } from "../../../engine/run/panels";
import { bytesOf } from "../../ui/bitmap";
import { Picture } from "../../ui/Picture";
import { themeColour } from "../../ui/theme";

export interface Cell {
  readonly row: number;
  readonly column: number;
}

interface Props {
  readonly map: Bitmap;
  readonly pointed: Cell | undefined;
}

/** CSS pixels along the longer side, if cells are large enough to be pointed at. */
const side = 128;
const [smallest, largest] = [3, 12];

/** The size of a map on the page, and that of its cells; in CSS pixels. */
export function mapSize({ width, height }: Bitmap): {
  readonly cell: number;
  readonly width: number;
  readonly height: number;
} {
  const cell = Math.min(largest, Math.max(smallest, Math.floor(side / Math.max(width, height))));
  return { cell, width: width * cell, height: height * cell };
}

/**
 * A row for each query, a column for each key; the stronger the colour, the more attention, by its square root: shares of
 * many keys are small.
 */
export function AttentionMap({ map, pointed }: Props) {
  const { cell, width, height } = mapSize(map);
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      const bytes = bytesOf(map);
      context.fillStyle = themeColour("charts-blue");
      for (let row = 0; row < map.height; row++)
        for (let column = 0; column < map.width; column++) {
          context.globalAlpha = Math.sqrt((bytes[row * map.width + column] ?? 0) / 255);
          context.fillRect(column * cell, row * cell, cell, cell);
        }
      context.globalAlpha = 1;
      if (!pointed) return;
      context.strokeStyle = themeColour("foreground");
      context.strokeRect(pointed.column * cell + 0.5, pointed.row * cell + 0.5, cell - 1, cell - 1);
    },
    [map, pointed, cell],
  );
  return (
    <div className="map" style={{ width, height }} aria-hidden>
      <Picture height={height} label="" draw={draw} />
    </div>
  );
}
