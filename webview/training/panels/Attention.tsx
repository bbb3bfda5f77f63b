import { t } from "@vscode/l10n";
import { useState, type PointerEvent } from "react";
import { formatFraction } from "../../../engine/run/format";
import type { Attention as Content, Bitmap } from "../../../engine/run/panels";
import { bytesOf } from "../../ui/bitmap";
import { AttentionMap, mapSize, type Cell } from "./AttentionMap";

/** A map for each head; what is under the pointer is said in words. */
export function Attention({ heads, queries, keys }: Content) {
  const [pointed, setPointed] = useState<{ readonly head: number; readonly cell: Cell }>();
  const point = (head: number, map: Bitmap) => (event: PointerEvent<HTMLElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const { cell: size } = mapSize(map);
    const [column, row] = [
      Math.floor((event.clientX - left) / size),
      Math.floor((event.clientY - top) / size),
    ];
    const isInside = column >= 0 && row >= 0 && column < map.width && row < map.height;
    setPointed(isInside ? { head, cell: { row, column } } : undefined);
  };
  const map = pointed && heads[pointed.head];
  return (
    <div className="attention">
      <div className="heads">
        {heads.map((head, index) => (
          <figure key={index}>
            <div
              role="img"
              aria-label={headLabel(head, index, heads.length)}
              onPointerMove={point(index, head)}
              onPointerLeave={() => {
                setPointed(undefined);
              }}
            >
              <AttentionMap map={head} pointed={pointed?.head === index ? pointed.cell : undefined} />
            </div>
            {heads.length > 1 && <figcaption>{t("head {0}", index + 1)}</figcaption>}
          </figure>
        ))}
      </div>
      <span className="readout">
        {pointed && map
          ? t(
              "{0} looks at {1}: {2}",
              positionName(pointed.cell.row, queries),
              positionName(pointed.cell.column, keys),
              formatFraction((bytesOf(map)[pointed.cell.row * map.width + pointed.cell.column] ?? 0) / 255),
            )
          : t("rows look at columns")}
      </span>
    </div>
  );
}

/** A position with what is there, in a form that can be seen. */
function positionName(index: number, names: readonly string[] | undefined): string {
  const name = names?.[index];
  const shown = name === " " ? "␣" : name === "\n" ? "⏎" : name;
  return shown === undefined || shown === "" ? String(index + 1) : `${index + 1} “${shown}”`;
}

/** A head in words: how sure it is, and how far it looks. */
function headLabel(map: Bitmap, index: number, count: number): string {
  const bytes = bytesOf(map);
  let [surest, distance, rows] = [0, 0, 0];
  for (let row = 0; row < map.height; row++) {
    let [most, place] = [0, 0];
    for (let column = 0; column < map.width; column++) {
      const value = bytes[row * map.width + column] ?? 0;
      if (value > most) [most, place] = [value, column];
    }
    if (most === 0) continue;
    surest += most / 255;
    distance += Math.abs(place - row);
    rows++;
  }
  const figures = t(
    "each position looks most at one {0} positions away on average, with {1} of its attention",
    (distance / Math.max(1, rows)).toFixed(1),
    formatFraction(surest / Math.max(1, rows)),
  );
  return count > 1 ? t("Head {0}: {1}", index + 1, figures) : figures;
}
