import { t } from "@vscode/l10n";
import { explain } from "../../engine/document/explain";
import { isExpression } from "../../engine/graph/expression";
import type { Parameter } from "../../engine/parameters/parameter";

/** A parameter's value as shown in a field: `3`, `3 × 5 × 3`, `1, 28, 28`. */
export function fieldText(parameter: Pick<Parameter, "kind">, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (parameter.kind === "initializer") return writeRule(value);
  if (parameter.kind === "value") return writeJson(value);
  if (Array.isArray(value)) return value.map(String).join(parameter.kind === "perAxis" ? " × " : ", ");
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return String(value);
  return JSON.stringify(value);
}

export type Reading =
  /** As the document writes it; undefined if it is not written and the default applies. */
  | { readonly ok: true; readonly value: unknown }
  /** What is wrong with the text, shown next to the field. */
  | { readonly ok: false; readonly message: string };

/**
 * Parses a field's text. Empty means not written, which is an error if the parameter is required. In a block, a text that
 * names a parameter of the block is an expression.
 */
export function readField(name: string, parameter: Parameter, text: string, inBlock = false): Reading {
  const trimmed = text.trim();
  if (inBlock && isExpression(trimmed)) return { ok: true, value: trimmed };
  if (trimmed === "") {
    if (parameter.default === undefined && !parameter.optional)
      return { ok: false, message: t('"{0}" needs a value.', name) };
    return { ok: true, value: undefined };
  }
  const value = readers[parameter.kind](trimmed, parameter);
  const issue = parameter.schema.safeParse(value).error?.issues[0];
  return issue ? { ok: false, message: explain(name, parameter, value, issue) } : { ok: true, value };
}

/** Text that cannot be parsed stays text, and the parameter's schema reports what is wrong. */
const readers: Record<Parameter["kind"], (text: string, parameter: Parameter) => unknown> = {
  integer: (text, parameter) => (isWord(parameter, text) ? text : readNumber(text)),
  number: (text) => readNumber(text),
  boolean: (text) => (text === "true" ? true : text === "false" ? false : text),
  choice: (text) => text,
  text: (text) => text,
  file: (text) => text,
  perAxis: (text, parameter) => {
    if (isWord(parameter, text)) return text;
    const numbers = readNumbers(text);
    if (!Array.isArray(numbers)) return numbers;
    const isForAll = numbers.length === 1 || numbers.length === parameter.rank;
    return isForAll && new Set(numbers).size === 1 ? numbers[0] : numbers;
  },
  integers: (text) => readNumbers(text),
  numbers: (text) => readNumbers(text),
  texts: (text) => split(text, /\s*,\s*/),
  initializer: readRule,
  value: readJson,
};

/** A text stands without quotes, unless it would be read as something else. */
function writeJson(value: unknown): string {
  return typeof value === "string" && readJson(value) === value ? value : JSON.stringify(value);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** `orthogonal`, or `kaimingNormal(nonlinearity = relu, mode = fanOut)`. */
function writeRule(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const { type, ...params } = value as Readonly<Record<string, unknown>>;
  const given = Object.entries(params).map(([name, param]) => `${name} = ${String(param)}`);
  return given.length > 0 ? `${String(type)}(${given.join(", ")})` : String(type);
}

function readRule(text: string): unknown {
  const [, type, params] = /^(\w+)\s*\(([^()]*)\)$/.exec(text) ?? [];
  if (type === undefined || params === undefined) return text;
  const given = split(params, /\s*,\s*/).map((entry) => {
    const [name = "", value = ""] = entry.split("=").map((part) => part.trim());
    return [name, value === "" ? value : readNumber(value)] as const;
  });
  return given.length > 0 ? { type, ...Object.fromEntries(given) } : type;
}

function isWord(parameter: Parameter, text: string): boolean {
  return parameter.options?.includes(text) ?? false;
}

function readNumber(text: string): number | string {
  // Much of the world types a decimal comma, and a minus sign (−) may be pasted.
  const value = Number(text.replace(",", ".").replace("−", "-"));
  return Number.isFinite(value) ? value : text;
}

function readNumbers(text: string): number[] | string {
  const value = split(text, /\s*[×x,;*]\s*|\s+/).map(Number);
  return value.every(Number.isFinite) ? value : text;
}

function split(text: string, separator: RegExp): string[] {
  return text
    .replace(/^\[|\]$/g, "")
    .split(separator)
    .filter((part) => part !== "");
}
