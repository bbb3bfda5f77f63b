import { t } from "@vscode/l10n";
import type { z } from "zod";
import { initializers } from "../initializers";
import type { Parameter } from "../parameters/parameter";
import { typedSchema } from "../parameters/valuesSchema";
import { initializerNames, ownInitializer } from "../layers/weightParams";
import { nearest } from "../graph/nearest";
import { unknownKey } from "./report";
import { show } from "../graph/show";

type Issue = z.core.$ZodIssue;

/**
 * Explains an issue with a parameter's value, and what to do about it. `value` is the parameter's whole value; the
 * issue's path leads to the part that is wrong.
 */
export function explain(name: string, parameter: Parameter, value: unknown, issue: Issue): string {
  if (parameter.kind === "initializer") return explainInitializer(name, value);
  const inner = issue.code === "invalid_union" ? branchOf(issue, value) : undefined;
  if (inner) return explain(name, parameter, value, { ...inner, path: [...issue.path, ...inner.path] });
  const wrong = show(issue.path.reduce<unknown>(childOf, value));
  switch (issue.code) {
    case "too_small":
      if (issue.origin === "array" && parameter.kind !== "perAxis")
        return t('"{0}" must list at least {1}.', name, Number(issue.minimum));
      if (issue.origin === "string") return t('"{0}" must not be empty.', name);
      if (issue.origin === "array") break;
      return issue.inclusive
        ? t('"{0}" must be at least {1}, not {2}.', name, Number(issue.minimum), wrong)
        : t('"{0}" must be greater than {1}, not {2}.', name, Number(issue.minimum), wrong);
    case "too_big":
      if (issue.origin === "array" && parameter.kind !== "perAxis")
        return t('"{0}" may list at most {1}.', name, Number(issue.maximum));
      if (issue.origin === "array") break;
      return issue.inclusive
        ? t('"{0}" must be at most {1}, not {2}.', name, Number(issue.maximum), wrong)
        : t('"{0}" must be less than {1}, not {2}.', name, Number(issue.maximum), wrong);
    // For a choice that also allows a pattern.
    case "invalid_format":
      return explainChoice(name, parameter.options ?? [], wrong, issue.path.reduce<unknown>(childOf, value));
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

function explainKind(name: string, { kind, options = [], rank = 1 }: Parameter, wrong: string): string {
  switch (kind) {
    case "integer":
    case "perAxis": {
      const list =
        rank === 3 ? t("[depth, vertical, horizontal]") : rank === 2 ? t("[vertical, horizontal]") : "";
      const others = [list, ...options.map(show)].filter((other) => other !== "");
      return others.length > 0
        ? t('"{0}" must be a whole number or {1}, not {2}.', name, others.join(", "), wrong)
        : t('"{0}" must be a whole number, not {1}.', name, wrong);
    }
    case "number":
      return t('"{0}" must be a number, not {1}.', name, wrong);
    case "boolean":
      return t('"{0}" must be true or false, not {1}.', name, wrong);
    case "choice":
      return explainChoice(name, options, wrong, undefined);
    case "text":
    // Any value is right.
    case "value":
      return t('"{0}" must be text in double quotes, not {1}.', name, wrong);
    case "file":
      return t('"{0}" must be the path of a file in double quotes, not {1}.', name, wrong);
    case "integers":
      return t('"{0}" must be a list of whole numbers like [1, 28, 28], not {1}.', name, wrong);
    case "numbers":
      return t('"{0}" must be a list of numbers like [0.5, 1, 2], not {1}.', name, wrong);
    case "initializer":
      return explainChoice(name, options, wrong, undefined);
    case "texts":
      return t('"{0}" must be a list of strings like ["first", "second"], not {1}.', name, wrong);
  }
}

/** Explains an issue by the named initialiser's own schema, because the union of all of them says little. */
function explainInitializer(name: string, value: unknown): string {
  const type = isObject(value) ? value.type : value;
  const rule = typeof type === "string" ? initializers.get(type) : undefined;
  if (typeof type !== "string")
    return t(
      '"{0}" must be the name of an initialiser, such as "xavierUniform", or { "type": "xavierUniform", … }, not {1}.',
      name,
      show(value),
    );
  const params = rule?.params ?? {};
  const issue = typedSchema(type, params).safeParse(value).error?.issues[0];
  if ((!rule && type !== ownInitializer) || !isObject(value) || !issue)
    return explainChoice(name, initializerNames, show(type), type);
  if (issue.code === "unrecognized_keys")
    return t("{0}: {1}", name, unknownKey(issue.keys[0] ?? "", Object.keys(params)));
  const [first, ...path] = issue.path;
  const wrong = params[String(first)];
  return wrong
    ? explain(`${name}.${String(first)}`, wrong, value[String(first)], { ...issue, path })
    : explainChoice(name, initializerNames, show(type), type);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The issue of the union member that the value was meant for: the one whose basic type matched. */
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
