import { textWidth } from "../model/textWidth";
import { element, escaped } from "./element";
import type { Look } from "./Look";

interface Writing {
  readonly size: number;
  readonly fill: string;
  readonly style?: "normal" | "bold" | "mono";
  readonly italic?: boolean;
  /** Whether it is crossed out. */
  readonly crossed?: boolean | undefined;
  /** What `x` is of the text. */
  readonly at?: "start" | "middle" | "end";
  /** The text is cut to this width. */
  readonly room?: number;
}

/** A text in one line, centred at the height `y`. Its width is written too, so that it fits in fonts other than the measured ones. */
export function write(look: Look, text: string, x: number, y: number, writing: Writing): string {
  const { size, fill, style = "normal", italic = false, crossed = false, at = "start", room } = writing;
  const shown = fitted(oneLine(text), size, style, room);
  if (shown === "") return "";
  return element(
    "text",
    {
      x,
      // Half the height of a capital letter below the middle; not every reader of SVG knows `dominant-baseline`.
      y: y + 0.36 * size,
      fill,
      "font-size": size,
      "font-family": style === "mono" ? look.fonts.mono : undefined,
      "font-weight": style === "bold" ? 600 : undefined,
      "font-style": italic ? "italic" : undefined,
      "text-decoration": crossed ? "line-through" : undefined,
      "text-anchor": at === "start" ? undefined : at,
      textLength: Math.max(1, textWidth(shown, size, style)),
      lengthAdjust: "spacingAndGlyphs",
    },
    escaped(shown),
  );
}

/** A text as a page shows it, without line breaks and runs of spaces. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** As much of a text as has room, with an ellipsis if it is not all. */
export function fitted(
  text: string,
  size: number,
  style: "normal" | "bold" | "mono",
  room = Infinity,
): string {
  // Widths that were rounded up before may be a little smaller here.
  if (textWidth(text, size, style) <= room + 0.5) return text;
  const characters = Array.from(text);
  let [low, high] = [0, Math.min(characters.length, 1000)];
  const cut = (count: number) => `${characters.slice(0, count).join("").trimEnd()}…`;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (textWidth(cut(middle), size, style) <= room) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? "" : cut(low);
}
