import { formatCount } from "../../../engine/run/format";
import type { NodeView } from "./nodeView";
import { textWidth } from "./textWidth";

/**
 * The sizes of what stands on a node, in px. The style sheet draws by the same numbers, so that layout, wires and
 * labels are right before anything is painted and nothing is measured afterwards.
 */
export const metrics = {
  pillHeight: 28,
  cardPadding: 10,
  header: 30,
  chips: 24,
  preview: 34,
  picture: 104,
  portRow: 20,
  footer: 22,
  bottom: 4,
  /** From the top of a card to the handles of a single port. */
  handle: 20,
  narrowest: 132,
  widest: 248,
} as const;

type Content = Omit<NodeView, "width" | "height">;

export function nodeSize(view: Content): { width: number; height: number } {
  if (view.look === "pill") return { width: pillWidth(view), height: metrics.pillHeight };
  let height = metrics.header + metrics.bottom;
  if (view.chips.length > 0) height += metrics.chips;
  if (hasPreview(view)) height += metrics.preview;
  if (hasPortRows(view)) height += metrics.portRow * Math.max(view.inputs.length, view.outputs.length);
  if (hasFooter(view)) height += metrics.footer;
  return { width: cardWidth(view), height };
}

/** Inputs and outputs stand in rows with their names where there are several; else the handles need no words. */
export function hasPortRows({
  look,
  inputs,
  outputs,
}: Pick<NodeView, "look" | "inputs" | "outputs">): boolean {
  return look === "card" && (inputs.length > 1 || outputs.length > 1);
}

/** Data show what they are, a loss has room for its curve. */
export function hasPreview({ category, source }: Pick<Content, "category" | "source">): boolean {
  return category === "loss" || source !== undefined;
}

export function hasFooter(view: Pick<Content, "look" | "inputs" | "outputs" | "parameterCount">): boolean {
  return !hasPortRows(view) || view.parameterCount > 0;
}

/** The chips that fit beside each other on a card, and how many more there are. */
export function visibleChips(
  chips: Content["chips"],
  width: number,
): { shown: Content["chips"]; more: number } {
  const room = width - 2 * metrics.cardPadding;
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
  return Math.min(metrics.widest, Math.max(64, widthOfWords(pillWords(view))));
}

interface Word {
  readonly text: string;
  readonly strong: boolean;
  readonly chip?: Content["chips"][number];
}

/** What a pill says: its name where that says something, its type, and as many of the values that were set as fit. */
export function pillWords(view: Pick<Content, "id" | "type" | "named" | "chips">): Word[] {
  const words: Word[] = [
    ...(view.named ? [{ text: view.id, strong: true }] : []),
    { text: view.type, strong: false },
  ];
  for (const chip of view.chips.slice(0, 2)) {
    const longer = [...words, { text: chip.value ?? "?", strong: false, chip }];
    const fits = widthOfWords(longer) <= metrics.widest;
    // A long list is cut where some of it can be read; what must be set and is not shows always.
    const isCut = widthOfWords(words) + shortestCut <= metrics.widest;
    if (!fits && !isCut && chip.value !== undefined) break;
    words.push(...longer.slice(-1));
    if (!fits) break;
  }
  return words;
}

/** Room that the beginning of a value needs on a pill. */
const shortestCut = 52;

function widthOfWords(words: readonly Word[]): number {
  const width = words.reduce(
    (sum, { text, strong, chip }) =>
      sum + 5 + (chip ? textWidth(text, 11) + 8 : textWidth(text, 12, strong ? "bold" : "normal")),
    0,
  );
  return Math.ceil(width) + 27;
}

/** Whether a card says its type: not beside a name that says the same, where there is no room for both. */
export function showsType(view: Pick<Content, "id" | "type" | "named">): boolean {
  return view.named || headerWidth(view) + 2 * metrics.cardPadding + 4 <= metrics.widest;
}

function headerWidth({ id, type }: Pick<Content, "id" | "type">): number {
  return textWidth(id, 13, "bold") + textWidth(type, 11) + 14;
}

function cardWidth(view: Content): number {
  const header = showsType(view) ? headerWidth(view) : textWidth(view.id, 13, "bold");
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
  const preview = view.source === undefined ? 0 : metrics.picture + samples;
  const content = Math.max(header, chips, preview, rows) + 2 * metrics.cardPadding + 4;
  return Math.min(metrics.widest, Math.max(metrics.narrowest, Math.ceil(content)));
}

function chipWidth({ label, value }: Content["chips"][number]): number {
  return textWidth(label, 11) + textWidth(value ?? "?", 11) + 21;
}
