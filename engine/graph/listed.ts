import { t } from "@vscode/l10n";
import type { Problem } from "./problem";
import { shortText } from "./shortText";

/** More problems of one document nobody reads, and each of them costs its views something. */
export const mostListed = 200;

/**
 * The problems to show of one document, in the order of its text. Of too many, the first ones (errors before warnings) and
 * one more that counts the rest, so that what is sound and what is not looks the same as with all of them.
 */
export function listed(problems: readonly Problem[], most = mostListed): Problem[] {
  const inOrder = problems.toSorted((a, b) => a.range.offset - b.range.offset);
  if (inOrder.length <= most) return inOrder.map(shortened);
  const errors = inOrder.filter(({ severity }) => severity === "error");
  const warnings = inOrder.filter(({ severity }) => severity !== "error");
  const shown = [...errors, ...warnings].slice(0, most);
  const next = errors[most] ?? warnings[Math.max(0, most - errors.length)];
  if (!next) return inOrder;
  const more: Problem = {
    code: "more-problems",
    severity: next.severity,
    message: t("There are {0} more problems, which are not listed.", inOrder.length - most),
    range: next.range,
  };
  return [...shown.sort((a, b) => a.range.offset - b.range.offset).map(shortened), more];
}

function shortened(problem: Problem): Problem {
  const message = shortText(problem.message);
  return message === problem.message ? problem : { ...problem, message };
}
