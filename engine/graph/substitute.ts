import { t } from "@vscode/l10n";
import { evaluate, ExpressionError, isExpression, parseExpression } from "./expression";
import type { GraphNode } from "./graph";
import { show } from "./show";

export interface Substituted {
  readonly params: Readonly<Record<string, unknown>>;
  readonly problems: readonly { readonly param: string; readonly message: string }[];
}

type Values = ReadonlyMap<string, unknown>;

/**
 * A node's parameters with every expression replaced by its value for an instance. A parameter that cannot be computed
 * becomes NaN, which no parameter accepts. The same object for the same values, so that it is checked once.
 */
export function substitute({ params }: Pick<GraphNode, "params">, values: Values): Substituted {
  const names = namesIn(params);
  if (names.size === 0) return { params, problems: [] };
  const known = substituted.get(params) ?? new Map<string, Substituted>();
  substituted.set(params, known);
  const key = JSON.stringify([...names].map((name) => [values.has(name), values.get(name)]));
  const made = known.get(key) ?? substituteAll(params, values);
  known.set(key, made);
  return made;
}

const substituted = new WeakMap<object, Map<string, Substituted>>();

function substituteAll(params: Readonly<Record<string, unknown>>, values: Values): Substituted {
  const problems: { param: string; message: string }[] = [];
  const entries = Object.entries(params).map(([param, value]) => {
    try {
      return [param, mapTexts(value, (text) => valueOf(text, values))];
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      problems.push({ param, message: error.message });
      return [param, NaN];
    }
  });
  return { params: Object.fromEntries(entries) as Record<string, unknown>, problems };
}

/** The value of a text in a block. Throws an ExpressionError whose message names expression and values. */
export function valueOf(text: string, values: Values): unknown {
  if (!isExpression(text)) return text;
  const expression = parseExpression(text);
  try {
    return evaluate(expression, values);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new ExpressionError(t("{0} cannot be computed: {1}.", showExpression(text, values), error.message));
  }
}

/** An expression with the values of its parameters: `"$channels // 3" with channels = 64`. */
export function showExpression(text: string, values: Values): string {
  const known = parseExpression(text).names.filter((name) => values.has(name));
  if (known.length === 0) return `"${text}"`;
  return t('"{0}" with {1}', text, known.map((name) => `${name} = ${show(values.get(name))}`).join(", "));
}

const names = new WeakMap<object, ReadonlySet<string>>();

/** The names of block parameters in a node's parameters; of expressions that cannot be parsed, none. */
export function namesIn(params: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  let known = names.get(params);
  if (!known) {
    const found = new Set<string>();
    for (const text of expressionsIn(params))
      try {
        for (const name of parseExpression(text).names) found.add(name);
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        // So that it is not taken for a plain text.
        found.add("");
      }
    known = found;
    names.set(params, known);
  }
  return known;
}

/** All expressions in a value. */
export function expressionsIn(value: unknown): string[] {
  const found: string[] = [];
  mapTexts(value, (text) => {
    if (isExpression(text)) found.push(text);
    return text;
  });
  return found;
}

/** A copy of a value with its texts replaced. Recursive, but a document nests only so deep. */
function mapTexts(value: unknown, replace: (text: string) => unknown): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, replace)]));
}
