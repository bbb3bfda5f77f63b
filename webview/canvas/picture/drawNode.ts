import { t } from "@vscode/l10n";
import { formatCount } from "../../../engine/run/format";
import type { ShownLoss } from "../../messages/run";
import { handlePlace } from "../layout/handlePlace";
import {
  hasFooter,
  hasPortRows,
  hasPreview,
  nodeMetrics,
  pillWords,
  showsType,
  visibleChips,
} from "../model/nodeSize";
import type { NodeView, Side } from "../model/nodeView";
import { textWidth } from "../model/textWidth";
import { drawBox } from "./drawBox";
import { chipWidth, drawChips, valueStyle } from "./drawChips";
import { drawDataPreview, drawLoss } from "./drawPreview";
import { isTrimmed } from "./trimmed";
import { element, escaped } from "./element";
import type { Look } from "./Look";
import { mix } from "./mix";
import { write } from "./write";

/** What a node's picture needs besides its view. */
export interface NodeContext {
  /** Whether it is in a block, whose values may be expressions. */
  readonly inBlock: boolean;
  /** Of a loss, what the run has reached. */
  readonly loss: ShownLoss | undefined;
  /** The ports that have a wire, as `input name`. */
  readonly wired: ReadonlySet<string>;
}

/** A node as the canvas shows it, with its upper left corner at the origin. Its title says all its values. */
export function drawNode(look: Look, view: NodeView, context: NodeContext): string {
  const values = view.chips.map(({ param, value }) => `\n${param} ${value ?? "?"}`);
  return (
    element("title", {}, escaped(`${view.name}: ${view.type}${values.join("")}`)) +
    drawBox(look, view) +
    (view.bypassed
      ? element("g", { opacity: 0.55 }, contentOf(look, view, context)) + drawThrough(look, view)
      : contentOf(look, view, context)) +
    drawPorts(look, view, context)
  );
}

function contentOf(look: Look, view: NodeView, context: NodeContext): string {
  switch (view.look) {
    case "card":
      return cardContent(look, view, context);
    case "pill":
      return pillContent(look, view, context);
    case "frame":
      return frameHeader(look, view, context);
    case "end":
      return write(look, view.name, view.width / 2, view.height / 2, {
        ...{ size: 12, fill: look.colours.text, at: "middle", room: view.width - 20 },
      });
  }
}

function cardContent(look: Look, view: NodeView, { inBlock, loss }: NodeContext): string {
  const { colours } = look;
  const [left, right] = [nodeMetrics.cardPadding, view.width - nodeMetrics.cardPadding];
  const code = mix(colours.text, colours.category.data, 0.45);
  const parts = [cardHeader(look, view)];
  // The box has a line of 1 px.
  let y = 1 + nodeMetrics.header;
  if (view.chips.length > 0) {
    const { shown, more } = visibleChips(view.chips, view.width);
    const middle = y + (nodeMetrics.chips - 3) / 2;
    const room = right - left - (more > 0 ? 26 : 0);
    parts.push(drawChips(look, shown, left, middle, room, inBlock));
    if (more > 0) {
      const writing = { size: 11, fill: colours.quiet, at: "end" } as const;
      parts.push(write(look, `+${more}`, right, middle, writing));
    }
    y += nodeMetrics.chips;
  }
  if (hasPreview(view) && !isTrimmed(view, loss)) {
    const middle = y + nodeMetrics.preview / 2;
    parts.push(
      view.source === undefined ? drawLoss(look, view, middle, loss) : drawDataPreview(look, view, middle),
    );
    y += nodeMetrics.preview;
  }
  if (hasPortRows(view)) {
    for (let row = 0; row < Math.max(view.inputs.length, view.outputs.length); row++) {
      const middle = y + nodeMetrics.portRow / 2;
      const [input, output] = [view.inputs[row], view.outputs[row]];
      if (input) parts.push(write(look, input.name, left, middle, { size: 11, fill: colours.quiet }));
      if (output) {
        const { name, shape = "" } = output;
        const shapeRoom = shape === "" ? 0 : textWidth(shape, 10.5, "mono") + 6;
        parts.push(
          write(look, shape, right, middle, { size: 10.5, style: "mono", fill: code, at: "end" }),
          write(look, name, right - shapeRoom, middle, { size: 11, fill: colours.quiet, at: "end" }),
        );
      }
      y += nodeMetrics.portRow;
    }
  }
  if (hasFooter(view)) {
    const middle = y + nodeMetrics.footer / 2;
    const shape = hasPortRows(view) ? "" : (view.outputs[0]?.shape ?? "");
    const room = right - left;
    parts.push(write(look, shape, left, middle, { size: 10.5, style: "mono", fill: code, room }));
    if (view.parameterCount > 0) {
      const writing = { size: 11, fill: colours.quiet, at: "end" } as const;
      parts.push(write(look, formatCount(view.parameterCount), right, middle, writing));
    }
  }
  return parts.join("");
}

/** The middle of a header's text. */
const headerMiddle = 16;

function cardHeader(look: Look, view: NodeView): string {
  const { colours } = look;
  const left = nodeMetrics.cardPadding;
  let right = view.width - nodeMetrics.cardPadding;
  let mark = "";
  if (view.count !== undefined) {
    const text = `×${view.count}`;
    const width = markWidth(text);
    mark = countMark(look, view, text, right - width, headerMiddle);
    right -= width + 10;
  }
  const nameWidth = textWidth(view.name, 13, "bold");
  const type = showsType(view) ? view.type : "";
  const typeWidth = type === "" ? 0 : textWidth(type, 11);
  const over = Math.max(0, nameWidth + (type === "" ? 0 : 10 + typeWidth) - (right - left));
  // Both are cut in proportion.
  const share = over / Math.max(1, nameWidth + typeWidth);
  return (
    write(look, view.name, left, headerMiddle, {
      ...{
        size: 13,
        style: "bold",
        crossed: view.bypassed,
        fill: colours.strong,
        room: nameWidth * (1 - share),
      },
    }) +
    write(look, type, right, headerMiddle + 0.5, {
      ...{ size: 11, fill: colours.category[view.category], room: typeWidth * (1 - share), at: "end" },
    }) +
    mark
  );
}

function pillContent(look: Look, view: NodeView, { inBlock }: NodeContext): string {
  const { colours } = look;
  const words = pillWords(view).map(({ text, strong, chip }) => {
    if (chip) return { text, fill: colours.quiet, ...valueStyle(chip.value, inBlock) };
    if (strong)
      return { text, fill: colours.strong, size: 12, style: "bold" as const, crossed: view.bypassed };
    return view.named
      ? { text, fill: colours.category[view.category], size: 11 }
      : { text, fill: colours.text, size: 12 };
  });
  const mark = view.count === undefined ? undefined : `×${view.count}`;
  const gap = 8;
  const widths = words.map(({ text, size, ...word }) =>
    textWidth(text, size, "style" in word ? word.style : "normal"),
  );
  const own = widths.reduce((sum, width) => sum + width, gap * (words.length - 1));
  const most = view.width - 24 - (mark === undefined ? 0 : markWidth(mark) + gap);
  const all = Math.min(own, most) + (mark === undefined ? 0 : markWidth(mark) + gap);
  const [start, middle] = [(view.width - all) / 2, view.height / 2];
  let x = start;
  const parts = words.map(({ text, ...writing }, index) => {
    const drawn = write(look, text, x, middle, { ...writing, room: start + Math.min(own, most) - x });
    x += (widths[index] ?? 0) + gap;
    return drawn;
  });
  if (mark !== undefined) parts.push(countMark(look, view, mark, start + all - markWidth(mark), middle));
  return parts.join("");
}

function frameHeader(look: Look, view: NodeView, { inBlock }: NodeContext): string {
  const { colours } = look;
  const gap = 10;
  let right = view.width - nodeMetrics.cardPadding;
  const parts: string[] = [];
  if (view.parameterCount > 0) {
    const count = formatCount(view.parameterCount);
    parts.push(write(look, count, right, headerMiddle + 2, { size: 11, fill: colours.quiet, at: "end" }));
    right -= textWidth(count, 11) + gap;
  }
  let x: number = nodeMetrics.cardPadding;
  parts.push(
    write(look, view.name, x, headerMiddle + 2, {
      size: 13,
      style: "bold",
      fill: colours.strong,
      crossed: view.bypassed,
    }),
  );
  x += textWidth(view.name, 13, "bold") + gap;
  const fill = colours.category[view.category];
  parts.push(write(look, view.type, x, headerMiddle + 2.5, { size: 11, fill }));
  x += textWidth(view.type, 11) + gap;
  if (view.count !== undefined) {
    const text = t("×{0} · showing {1}", view.count, 0);
    parts.push(countMark(look, view, text, x, headerMiddle + 2));
    x += markWidth(text) + gap;
  }
  let room = right - x;
  const chips = view.chips.filter((chip) => (room -= chipWidth(chip, inBlock) + 4) >= -4);
  parts.push(drawChips(look, chips, x, headerMiddle + 2, Infinity, inBlock));
  return parts.join("");
}

/** How often a node is repeated, on a small plate. */
function countMark(look: Look, { category }: NodeView, text: string, x: number, y: number): string {
  const { colours } = look;
  const width = markWidth(text);
  const fill = mix(colours.card, colours.category[category], 0.22);
  return (
    element("rect", { x, y: y - 7.5, width, height: 15, rx: 7, fill }) +
    write(look, text, x + width / 2, y, { size: 11, style: "bold", fill: colours.strong, at: "middle" })
  );
}

function markWidth(text: string): number {
  return textWidth(text, 11, "bold") + 8;
}

/** The wire that runs through a bypassed node, from its first input to its first output. */
function drawThrough({ colours }: Look, view: NodeView): string {
  const [from, to] = [handlePlace(view, "input", 0), handlePlace(view, "output", 0)];
  const middle = view.width / 2;
  const d = `M0,${from.y} C${middle},${from.y} ${middle},${to.y} ${view.width},${to.y}`;
  return element("path", { d, fill: "none", stroke: colours.wire, "stroke-width": 1.6 });
}

/** Where wires begin, and where one could end; a wire's arrow is where it does. */
function drawPorts({ colours }: Look, view: NodeView, { wired }: NodeContext): string {
  const ports = (side: Side) =>
    (side === "input" ? view.inputs : view.outputs).map(({ name }, index) => {
      const { x, y } = handlePlace(view, side, index);
      if (side === "input" && wired.has(name)) return "";
      const stroke = colours.category[view.category];
      return element("circle", {
        ...{ cx: x, cy: y, r: 4, fill: colours.surface, stroke, "stroke-width": 1.6 },
      });
    });
  return [...ports("input"), ...ports("output")].join("");
}
