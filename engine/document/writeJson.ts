import { documentLimits } from "../graph/documentLimits";

/** Maximum nesting of one value, inside the document, its section and its node. */
const deepest = documentLimits.depth - 3;

/** A document's line ending, and its indentation per level. */
export interface Layout {
  readonly eol: string;
  readonly unit: string;
}

/** A text's layout, or that of new documents if it cannot be detected. */
export function layoutOf(text: string): Layout {
  const indent = /\{[ \t]*\r?\n([ \t]+)"/.exec(text)?.[1];
  return { eol: /\r?\n/.exec(text)?.[0] ?? "\n", unit: indent ?? "  " };
}

/**
 * A value on one line, `{ "type": "Linear", "outFeatures": 10 }`; undefined if JSON cannot represent it, or if its
 * brackets are nested deeper than `depth`, so that the document could not be read.
 */
export function writeValue(value: unknown, depth = deepest): string | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      return Number.isFinite(value) ? JSON.stringify(value) : undefined;
    case "object":
      if (value === null) return "null";
      if (depth === 0) return undefined;
      return Array.isArray(value) ? writeList(value, depth - 1) : writeObject(value, depth - 1);
    default:
      return undefined;
  }
}

function writeList(list: readonly unknown[], depth: number): string | undefined {
  const items = list.map((item) => writeValue(item, depth));
  return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
}

function writeObject(object: object, depth: number): string | undefined {
  const members = Object.entries(object).map(([key, value]) => writeMember(key, value, depth));
  if (members.length === 0) return "{}";
  return members.includes(undefined) ? undefined : `{ ${members.join(", ")} }`;
}

/** `"key": value`, on one line. */
export function writeMember(key: string, value: unknown, depth = deepest): string | undefined {
  const written = writeValue(value, depth);
  return written === undefined ? undefined : `${JSON.stringify(key)}: ${written}`;
}

/** A bracketed list with one item per line; `indent` is that of the line on which it begins. */
export function writeLines(
  brackets: "{}" | "[]",
  items: readonly string[],
  indent: string,
  { eol, unit }: Layout,
): string {
  const [open = "", close = ""] = brackets;
  if (items.length === 0) return brackets;
  const line = eol + indent + unit;
  return `${open}${line}${items.join(`,${line}`)}${eol}${indent}${close}`;
}
