import { formatCount } from "../../../engine/run/format";
import type { NodeView } from "./nodeView";
import { textWidth } from "./textWidth";

/**
 * The sizes of a node's parts, in px. The style sheets use the same numbers, so that layout, wires and labels are right
 * before anything is painted, and nothing has to be measured afterwards.
 */
export const nodeMetrics = {
  pillHeight: 28,
  endHeight: 24,
  cardPadding: 10,
  header: 30,
  /** The button in the header of an instance that opens it in place. */
  fold: 20,
  chips: 24,
  preview: 34,
  picture: 104,
  portRow: 20,
  footer: 22,
  bottom: 4,
  /** From the top of a card to the handle of a single port. */
  handle: 20,
  narrowest: 132,
  widest: 248,
} as const;

type Content = Omit<NodeView, "width" | "height">;

export function nodeSize(view: Content): { width: number; height: number } {
  if (view.look === "end")
    return { width: Math.min(nodeMetrics.widest, endWidth(view)), height: nodeMetrics.endHeight };
  if (view.look === "pill") return { width: pillWidth(view), height: nodeMetrics.pillHeight };
  let height = nodeMetrics.header + nodeMetrics.bottom;
  if (view.chips.length > 0) height += nodeMetrics.chips;
  if (hasPreview(view)) height += nodeMetrics.preview;
  if (hasPortRows(view)) height += nodeMetrics.portRow * Math.max(view.inputs.length, view.outputs.length);
  if (hasFooter(view)) height += nodeMetrics.footer;
  return { width: cardWidth(view), height };
}

/** Whether inputs and outputs are listed in named rows: if there are several; a single handle needs no name. */
export function hasPortRows({
  look,
  inputs,
  outputs,
}: Pick<NodeView, "look" | "inputs" | "outputs">): boolean {
  return look === "card" && (inputs.length > 1 || outputs.length > 1);
}

/** Whether the card has a preview: data show a picture, a loss its curve. */
export function hasPreview({ category, source }: Pick<Content, "category" | "source">): boolean {
  return category === "loss" || source !== undefined;
}

export function hasFooter(view: Pick<Content, "look" | "inputs" | "outputs" | "parameterCount">): boolean {
  return !hasPortRows(view) || view.parameterCount > 0;
}

/** The chips that fit on a card, and how many more there are. */
export function visibleChips(
  chips: Content["chips"],
  width: number,
): { shown: Content["chips"]; more: number } {
  const room = width - 2 * nodeMetrics.cardPadding;
  let used = 0;
  let count = 0;
  for (const chip of chips) {
    const rest = chips.length - count - 1;
    used += chipWidth(chip);
    if (count > 0 && used + (rest > 0 ? 26 : 0) > room) break;
    count++;
  }
  return { shown: chips.slice(0, count), more: chips.length - count };
}

function pillWidth(view: Content): number {
  const width = widthOfWords(pillWords(view)) + countWidth(view);
  return Math.min(nodeMetrics.widest, Math.max(64, width));
}

function endWidth({ name }: Content): number {
  return Math.ceil(Math.max(40, textWidth(name, 12)) + 30);
}

/** The least width of an instance's frame, whose header is one line. */
export function frameWidth(view: Content): number {
  const chips = view.chips.slice(0, 4).reduce((sum, chip) => sum + chipWidth(chip) + 6, 0);
  const showing = view.count === undefined ? 0 : textWidth("×000 · showing 0", 11, "bold") + 20;
  const costs = textWidth(formatCount(view.parameterCount), 11);
  return Math.ceil(headerWidth(view) + nodeMetrics.fold + chips + showing + costs + 80);
}

/** Room for `×3`. */
function countWidth({ count }: Content): number {
  return count === undefined ? 0 : Math.ceil(textWidth(`×${String(count)}`, 11, "bold")) + 14;
}

interface Word {
  readonly text: string;
  readonly strong: boolean;
  readonly chip?: Content["chips"][number];
}

/** The text of a pill: its name if it is informative, its type, and as many of the values set as fit. */
export function pillWords(view: Pick<Content, "name" | "type" | "named" | "chips">): Word[] {
  const words: Word[] = [
    ...(view.named ? [{ text: view.name, strong: true }] : []),
    { text: view.type, strong: false },
  ];
  for (const chip of view.chips.slice(0, 2)) {
    const longer = [...words, { text: chip.value ?? "?", strong: false, chip }];
    const fits = widthOfWords(longer) <= nodeMetrics.widest;
    // A long list may be truncated as long as some of it can be read; a required parameter that is missing is always
    // shown.
    const isCut = widthOfWords(words) + shortestCut <= nodeMetrics.widest;
    if (!fits && !isCut && chip.value !== undefined) break;
    words.push(...longer.slice(-1));
    if (!fits) break;
  }
  return words;
}

/** Room for the beginning of a value on a pill. */
const shortestCut = 52;

function widthOfWords(words: readonly Word[]): number {
  const width = words.reduce(
    (sum, { text, strong, chip }) =>
      sum + 5 + (chip ? textWidth(text, 11) + 8 : textWidth(text, 12, strong ? "bold" : "normal")),
    0,
  );
  return Math.ceil(width) + 27;
}

/** Whether a card shows its type: not next to a name that says the same, if there is no room for both. */
export function showsType(view: Pick<Content, "name" | "type" | "named">): boolean {
  return view.named || headerWidth(view) + 2 * nodeMetrics.cardPadding + 4 <= nodeMetrics.widest;
}

function headerWidth({ name, type }: Pick<Content, "name" | "type">): number {
  return textWidth(name, 13, "bold") + textWidth(type, 11) + 14;
}

function cardWidth(view: Content): number {
  const words = showsType(view) ? headerWidth(view) : textWidth(view.name, 13, "bold");
  const header = words + countWidth(view) + (view.category === "block" ? nodeMetrics.fold : 0);
  let chips = 0;
  for (const chip of view.chips.slice(0, 3)) chips += chipWidth(chip);
  if (view.chips.length > 3) chips += 26;
  let rows = 0;
  if (hasPortRows(view)) {
    for (let row = 0; row < Math.max(view.inputs.length, view.outputs.length); row++) {
      const [input, output] = [view.inputs[row], view.outputs[row]];
      const left = input ? textWidth(input.name, 11) + 14 : 0;
      const right = output ? textWidth(output.name, 11) + 6 + textWidth(output.shape ?? "", 10.5, "mono") : 0;
      rows = Math.max(rows, left + right);
    }
  }
  const samples = view.samples === undefined ? 0 : 8 + textWidth(formatCount(view.samples), 11);
  const preview = view.source === undefined ? 0 : nodeMetrics.picture + samples;
  const content = Math.max(header, chips, preview, rows, footerWidth(view)) + 2 * nodeMetrics.cardPadding + 4;
  return Math.min(nodeMetrics.widest, Math.max(nodeMetrics.narrowest, Math.ceil(content)));
}

/** The shape and the number of parameters, with some space between them. */
function footerWidth(view: Content): number {
  if (hasPortRows(view) || view.parameterCount === 0) return 0;
  const shape = textWidth(view.outputs[0]?.shape ?? "–", 10.5, "mono");
  return shape + 14 + textWidth(formatCount(view.parameterCount), 11);
}

function chipWidth({ label, value }: Content["chips"][number]): number {
  return textWidth(label, 11) + textWidth(value ?? "?", 11) + 21;
}
