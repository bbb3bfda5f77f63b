import { t } from "@vscode/l10n";
import type { z } from "zod";
import type { Parameter } from "../layers/parameter";
import { nearest } from "./nearest";

type Issue = z.core.$ZodIssue;

/**
 * What an issue with a parameter's value means, and what to do. `value` is the parameter's whole value; the issue's
 * path leads from it to what is wrong.
 */
export function explain(name: string, parameter: Parameter, value: unknown, issue: Issue): string {
  const inner = issue.code === "invalid_union" ? branchOf(issue, value) : undefined;
  if (inner) return explain(name, parameter, value, { ...inner, path: [...issue.path, ...inner.path] });
  const wrong = show(issue.path.reduce<unknown>(childOf, value));
  switch (issue.code) {
    case "too_small":
      if (issue.origin === "array" && parameter.kind !== "pair")
        return t('"{0}" needs at least {1} in its list.', name, Number(issue.minimum));
      if (issue.origin === "string") return t('"{0}" must not be empty.', name);
      if (issue.origin === "array") break;
      return issue.inclusive
        ? t('"{0}" must be at least {1}, not {2}.', name, Number(issue.minimum), wrong)
        : t('"{0}" must be greater than {1}, not {2}.', name, Number(issue.minimum), wrong);
    case "too_big":
      if (issue.origin === "array" && parameter.kind !== "pair")
        return t('"{0}" may have at most {1} in its list.', name, Number(issue.maximum));
      if (issue.origin === "array") break;
      return issue.inclusive
        ? t('"{0}" must be at most {1}, not {2}.', name, Number(issue.maximum), wrong)
        : t('"{0}" must be less than {1}, not {2}.', name, Number(issue.maximum), wrong);
    case "invalid_value":
      return explainChoice(name, issue.values.map(String), wrong, issue.path.reduce<unknown>(childOf, value));
  }
  return explainKind(name, parameter, wrong);
}

function explainChoice(name: string, options: readonly string[], wrong: string, value: unknown): string {
  const list = options.map((option) => `"${option}"`).join(", ");
  const meant = typeof value === "string" ? nearest(value, options) : undefined;
  return meant === undefined
    ? t('"{0}" must be one of {1}, not {2}.', name, list, wrong)
    : t('"{0}" must be one of {1}, not {2}. Did you mean "{3}"?', name, list, wrong, meant);
}

function explainKind(name: string, { kind, options = [] }: Parameter, wrong: string): string {
  switch (kind) {
    case "integer":
      return options.length > 0
        ? t('"{0}" must be a whole number or {1}, not {2}.', name, options.map(show).join(", "), wrong)
        : t('"{0}" must be a whole number, not {1}.', name, wrong);
    case "number":
      return t('"{0}" must be a number, not {1}.', name, wrong);
    case "boolean":
      return t('"{0}" must be true or false, not {1}.', name, wrong);
    case "choice":
      return explainChoice(name, options, wrong, undefined);
    case "text":
      return t('"{0}" must be text in double quotes, not {1}.', name, wrong);
    case "file":
      return t('"{0}" must be the path of a file in double quotes, not {1}.', name, wrong);
    case "pair":
      return options.length > 0
        ? t(
            '"{0}" must be a whole number, two of them, [vertical, horizontal], or {1}, not {2}.',
            name,
            options.map(show).join(", "),
            wrong,
          )
        : t('"{0}" must be a whole number or two of them, [vertical, horizontal], not {1}.', name, wrong);
    case "integers":
      return t('"{0}" must be a list of whole numbers like [1, 28, 28]; {1} is not.', name, wrong);
    case "numbers":
      return t('"{0}" must be a list of numbers like [0.5, 1, 2]; {1} is not.', name, wrong);
    case "texts":
      return t('"{0}" must be a list of texts like ["first", "second"]; {1} is not.', name, wrong);
  }
}

/** The issue of the union's member that the value was meant for: the one that got past the value's own type. */
function branchOf(issue: Extract<Issue, { code: "invalid_union" }>, value: unknown): Issue | undefined {
  const own = issue.path.reduce<unknown>(childOf, value);
  return issue.errors.find((branch) =>
    branch.every(
      (inner) =>
        inner.path.length > 0 ||
        inner.code === "too_small" ||
        inner.code === "too_big" ||
        (typeof own === "number" && inner.code === "invalid_type" && inner.expected === "int"),
    ),
  )?.[0];
}

function childOf(value: unknown, step: PropertyKey): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<PropertyKey, unknown>)[step]
    : undefined;
}

/** A value as it would be written, cut where it is long. */
export function show(value: unknown): string {
  const written = value === undefined ? "undefined" : JSON.stringify(value);
  return written.length > 40 ? `${written.slice(0, 39)}…` : written;
}
