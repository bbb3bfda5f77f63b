import type { TextEdit } from "./edit";
import type { JsonNode } from "./json";
import type { Layout } from "./writeJson";
import { writeLines } from "./writeJson";

/** A child that stays, or the text of a new one. */
export type Item = JsonNode | string;

/**
 * The edits that give an object or a list new children: `items` contains those that stay, in their order, and the text
 * of new ones between them. Every byte of what stays is preserved, including its white space; new children get lines of
 * their own if their neighbours have them.
 */
export function rebuild(
  text: string,
  container: JsonNode,
  items: readonly Item[],
  layout: Layout,
): TextEdit[] {
  const children = container.children ?? [];
  const open = container.offset + 1;
  const close = endOf(container) - 1;
  if (items.every((item) => typeof item === "string")) {
    if (items.length === 0 && children.length === 0) return [];
    const brackets = container.type === "array" ? "[]" : "{}";
    const lines = writeLines(brackets, items, indentAt(text, container.offset), layout);
    return [replace(open, close, lines.slice(1, -1))];
  }

  const position = new Map(children.map((child, index) => [child, index]));
  /** Where the text of a child begins, including white space. */
  const leadStart = (index: number) => {
    const before = children[index - 1];
    return before ? commaAfter(text, before) : open;
  };
  const leadOf = (index: number) => text.slice(leadStart(index), children[index]?.offset);
  const ownLine = children.map((_, index) => leadOf(index)).find((lead) => lead.includes("\n"));
  const separator = (beside: number) => {
    const lead = leadOf(beside);
    const line = lead.includes("\n") ? lead : ownLine;
    if (line !== undefined) return /\r?\n[^\n]*$/.exec(line)?.[0] ?? line;
    return beside > 0 ? lead : " ";
  };

  const gap = (previous: JsonNode | undefined, next: JsonNode | undefined, added: readonly string[]) => {
    const first = previous ? (position.get(previous) ?? 0) + 1 : 0;
    const last = next ? (position.get(next) ?? 0) : children.length;
    const removed = last - first;
    if (removed === 0 && added.length === 0) return [];
    if (!next) {
      const start = previous ? endOf(previous) : open;
      const stop = removed > 0 ? endOf(children[last - 1] ?? container) : start;
      return [replace(start, stop, added.map((item) => `,${separator(first - 1)}${item}`).join(""))];
    }
    const inserted = added.map((item) => `${separator(last)}${item},`).join("");
    if (removed > 0 && !previous && added.length === 0 && !leadOf(last).includes("\n"))
      return [replace(children[0]?.offset ?? open, next.offset, "")];
    return [replace(leadStart(first), removed > 0 ? leadStart(last) : leadStart(first), inserted)];
  };

  const edits: TextEdit[] = [];
  let previous: JsonNode | undefined;
  let added: string[] = [];
  for (const item of items) {
    if (typeof item === "string") {
      added.push(item);
    } else {
      edits.push(...gap(previous, item, added));
      previous = item;
      added = [];
    }
  }
  edits.push(...gap(previous, undefined, added));
  return edits;
}

function replace(start: number, stop: number, text: string): TextEdit {
  return { offset: start, length: stop - start, text };
}

function endOf({ offset, length }: JsonNode): number {
  return offset + length;
}

/** The position after the comma that follows a child; in valid JSON there is only white space before it. */
function commaAfter(text: string, child: JsonNode): number {
  return text.indexOf(",", endOf(child)) + 1;
}

/** The white space at the beginning of an offset's line. */
function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))?.[0] ?? "";
}
