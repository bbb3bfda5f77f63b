import { isExpression } from "../../../engine/graph/expression";
import { textWidth } from "../model/textWidth";
import type { Chip } from "../model/nodeView";
import { element } from "./element";
import type { Look } from "./Look";
import { fitted, oneLine, write } from "./write";

/** A chip's height, the padding at its ends, the space between name and value, and between chips, in px. */
const chip = { height: 19, padding: 7, inner: 5, gap: 4 };

/** Chips in a row with the height `y` as its middle. If there is less than enough `room`, values are cut. */
export function drawChips(
  look: Look,
  chips: readonly Chip[],
  x: number,
  y: number,
  room: number,
  inBlock: boolean,
): string {
  const widths = chips.map(({ label, value }) => ({
    label: textWidth(label, 11) + 2 * chip.padding + chip.inner,
    value: valueWidth(value, inBlock),
  }));
  const labels = widths.reduce((sum, { label }) => sum + label, chip.gap * (chips.length - 1));
  const values = widths.reduce((sum, { value }) => sum + value, 0);
  const share = values <= room - labels + 1 ? 1 : Math.max(0, (room - labels) / values);
  let left = x;
  return chips
    .map((shown, index) => {
      const { label = 0, value = 0 } = widths[index] ?? {};
      const width = label + share * value;
      const drawn = drawChip(look, shown, left, y, width, share * value, inBlock);
      left += width + chip.gap;
      return drawn;
    })
    .join("");
}

/** The width of a chip that is not cut. */
export function chipWidth({ label, value }: Chip, inBlock: boolean): number {
  return textWidth(label, 11) + 2 * chip.padding + chip.inner + valueWidth(value, inBlock);
}

function drawChip(
  look: Look,
  { label, value }: Chip,
  x: number,
  y: number,
  width: number,
  room: number,
  inBlock: boolean,
): string {
  const { colours } = look;
  const { size, style, italic } = valueStyle(value, inBlock);
  return (
    element("rect", {
      ...{ x: x + 0.5, y: y - chip.height / 2 + 0.5, width: width - 1, height: chip.height - 1, rx: 4 },
      fill: colours.chip,
      stroke: colours.chipLine ?? colours.chip,
    }) +
    write(look, label, x + chip.padding, y, { size: 11, fill: colours.quiet }) +
    write(look, value ?? "?", x + width - chip.padding, y, {
      ...{ size, style, italic, room, at: "end", fill: colours.strong },
    })
  );
}

/** Values that are computed for each instance of a block are set apart. */
export function valueStyle(
  value: string | undefined,
  inBlock: boolean,
): { readonly size: number; readonly style: "normal" | "mono"; readonly italic: boolean } {
  return inBlock && isExpression(value)
    ? { size: 10.5, style: "mono", italic: true }
    : { size: 11, style: "normal", italic: false };
}

function valueWidth(value: string | undefined, inBlock: boolean): number {
  const { size, style } = valueStyle(value, inBlock);
  return textWidth(fitted(oneLine(value ?? "?"), size, style, 400), size, style);
}
