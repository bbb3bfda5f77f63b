import { isExpression } from "../../graph/expression";

const name = /\$([A-Za-z_][A-Za-z0-9_]*)/g;

/** The names after `$` in a value's texts. */
export function namesInValue(value: unknown): Set<string> {
  const found = new Set<string>();
  mapExpressions(value, (text) => {
    for (const [, each = ""] of text.matchAll(name)) found.add(each);
    return text;
  });
  return found;
}

/** An expression with other names. */
export function withNames(text: string, renamed: ReadonlyMap<string, string>): string {
  return text.replace(name, (whole, each: string) => {
    const other = renamed.get(each);
    return other === undefined ? whole : `$${other}`;
  });
}

/** An expression with other texts in place of its names. */
export function withTexts(text: string, textOf: (name: string) => string): string {
  return text.replace(name, (_, each: string) => textOf(each));
}

/** The name of the parameter that a text stands for alone; undefined for anything else. */
export function nameAlone(text: string): string | undefined {
  return /^\s*\$([A-Za-z_][A-Za-z0-9_]*)\s*$/.exec(text)?.[1];
}

/** A copy of a value with its expressions replaced. Recursive, but a document nests only so deep. */
export function mapExpressions(value: unknown, replace: (text: string) => unknown): unknown {
  if (typeof value === "string") return isExpression(value) ? replace(value) : value;
  if (Array.isArray(value)) return value.map((item) => mapExpressions(item, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapExpressions(item, replace)]));
}
