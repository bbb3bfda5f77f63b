import { t } from "@vscode/l10n";
import type { Node, ParseError } from "jsonc-parser";
import { getNodeValue, printParseErrorCode } from "jsonc-parser";
import { buildTree } from "./jsonTree";
import type { Problem, TextRange } from "../graph/problem";
import { documentLimits } from "../graph/documentLimits";

export type JsonNode = Node;

/** One `"key": value` of an object. */
export interface Member {
  readonly key: string;
  readonly keyPlace: TextRange;
  readonly property: JsonNode;
  readonly value: JsonNode;
}

/** Parses standard JSON. The tree is undefined if there are problems, and for a blank text. */
export function readJson(text: string): {
  readonly root: JsonNode | undefined;
  readonly problems: Problem[];
} {
  const whole = { offset: 0, length: text.length };
  const fault = (code: string, message: string, range: TextRange) => ({
    root: undefined,
    problems: [{ code, severity: "error" as const, message, range }],
  });
  if (text.length > documentLimits.characters)
    return fault(
      "document-too-large",
      t(
        "This document has {0} characters; Netloom reads at most {1}. Put a model's data into separate files.",
        text.length,
        documentLimits.characters,
      ),
      whole,
    );
  const { root, errors, tooDeep } = buildTree(text, documentLimits.depth);
  if (tooDeep !== undefined)
    return fault(
      "document-too-deep",
      t("Brackets are nested more than {0} levels deep here, which no model needs.", documentLimits.depth),
      { offset: tooDeep, length: 1 },
    );
  if (errors.length > 0) return { root: undefined, problems: syntaxProblems(text, errors) };
  return { root, problems: [] };
}

/**
 * All comments and trailing commas, but only the first of any other errors: what the parser reports after it is
 * unreliable.
 */
function syntaxProblems(text: string, errors: readonly ParseError[]): Problem[] {
  const problems: Problem[] = [];
  for (const error of errors) {
    const problem = syntaxProblem(text, error);
    const known = problems.some(
      ({ code, range }) =>
        range.offset === problem.range.offset || (code === "syntax" && code === problem.code),
    );
    if (!known) problems.push(problem);
    if (problems.length === 20) break;
  }
  return problems;
}

function syntaxProblem(text: string, { error, offset, length }: ParseError): Problem {
  const comma = /[}\]]/.test(text[offset] ?? "") ? commaBefore(text, offset) : undefined;
  if (comma !== undefined)
    return problemAt("trailing-comma", t("Remove this comma before the closing {0}.", text[offset] ?? ""), {
      offset: comma,
      length: 1,
    });
  const range = offset >= text.length ? endOf(text) : { offset, length: Math.max(1, length) };
  if (printParseErrorCode(error) === "InvalidCommentToken")
    return problemAt("comment", t("Remove this comment: JSON does not allow comments."), range);
  return problemAt("syntax", syntaxMessage(error), range);
}

function problemAt(code: string, message: string, range: TextRange): Problem {
  return { code, severity: "error", message, range };
}

function commaBefore(text: string, offset: number): number | undefined {
  let before = offset - 1;
  while (/\s/.test(text[before] ?? "")) before--;
  return text[before] === "," ? before : undefined;
}

/** The last character, for a text that ends too early. */
function endOf(text: string): TextRange {
  const offset = Math.max(0, text.trimEnd().length - 1);
  return { offset, length: Math.min(1, text.length) };
}

function syntaxMessage(error: ParseError["error"]): string {
  switch (printParseErrorCode(error)) {
    case "InvalidSymbol":
      return t('This is not JSON: write a string in double quotes ("…"), a number, true, false or null.');
    case "InvalidNumberFormat":
    case "UnexpectedEndOfNumber":
      return t("This number is incomplete: write it like 3, -0.5 or 1e-3.");
    case "PropertyNameExpected":
      return t("A key in double quotes is expected here.");
    case "ValueExpected":
      return t("A value is expected here.");
    case "ColonExpected":
      return t("A colon is expected here, between a key and its value.");
    case "CommaExpected":
      return t("A comma is expected before this.");
    case "CloseBraceExpected":
      return t("A closing } is missing here.");
    case "CloseBracketExpected":
      return t("A closing ] is missing here.");
    case "EndOfFileExpected":
      return t("The document ends before this: remove everything after the last }.");
    case "UnexpectedEndOfString":
      return t("This string has no closing double quote.");
    case "InvalidUnicode":
    case "InvalidEscapeCharacter":
      return t(
        'Only \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits may follow a backslash.',
      );
    case "InvalidCharacter":
      return t("This string contains a control character: write it as \\t, \\n or \\u….");
    default:
      return t("This is not JSON.");
  }
}

const known = new WeakMap<JsonNode, readonly Member[]>();

/** The members of an object, in order; empty for anything else. Cached, because an object may have a million. */
export function membersOf(node: JsonNode | undefined): readonly Member[] {
  if (node?.type !== "object") return [];
  const members = known.get(node) ?? readMembers(node);
  known.set(node, members);
  return members;
}

function readMembers(node: JsonNode): Member[] {
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key && value ? [{ key: String(key.value), keyPlace: placeOf(key), property, value }] : [];
  });
}

/** The members' values by key; safe for any key. */
export function recordOf(members: readonly Member[]): Record<string, unknown> {
  return Object.fromEntries(members.map(({ key, value }) => [key, getNodeValue(value) as unknown]));
}

export function placeOf({ offset, length }: JsonNode): TextRange {
  return { offset, length };
}

/** The range of the innermost node on a zod issue's path. */
export function placeAt(node: JsonNode, path: readonly PropertyKey[]): TextRange {
  let found = node;
  for (const step of path) {
    const next =
      typeof step === "number"
        ? found.type === "array"
          ? found.children?.[step]
          : undefined
        : membersOf(found).find(({ key }) => key === step)?.value;
    if (!next) break;
    found = next;
  }
  return placeOf(found);
}
