import { mostListed } from "../parameters/mostListed";
import { t } from "@vscode/l10n";
import type { Problem, TextRange } from "./problem";
import { shortText } from "./shortText";

/** The properties that decide whether a problem is listed. */
interface Listable {
  readonly severity: Problem["severity"];
  readonly range: TextRange;
  /** Set if one problem stands for several. */
  readonly count?: number;
}

/**
 * The problems to show for one document, in the order of its text. If there are too many, the first ones (errors before
 * warnings) and one more that counts the rest, so that the document's overall state looks the same as with all of them.
 * The results of this function may be combined and passed to it again.
 */
export function listed<P extends Problem>(problems: readonly P[], most = mostListed): (P | Problem)[] {
  return listedAs<P, P>(problems, (problem) => problem, most);
}

/** Like `listed`, for problems that are built only if they are listed. */
export function listedAs<T extends Listable, P extends Problem = Problem>(
  found: readonly T[],
  make: (problem: T) => P,
  most = mostListed,
): (P | Problem)[] {
  const inOrder = inTextOrder(found);
  const single = inOrder.filter(({ count = 1 }) => count === 1);
  const several = inOrder.filter(({ count = 1 }) => count > 1);
  const show = (problem: T) => shortened(make(problem));
  // One more problem takes no more room than the count would.
  if (several.length === 0 && single.length <= most + 1) return single.map(show);
  const errors = single.filter(({ severity }) => severity === "error");
  const warnings = single.filter(({ severity }) => severity !== "error");
  const ranked = [...errors, ...warnings];
  return [...inTextOrder(ranked.slice(0, most)).map(show), countOf([...ranked.slice(most), ...several])];
}

/** The number of problems that a list stands for. */
export function countProblems(list: readonly Problem[]): number {
  return list.reduce((sum, { count = 1 }) => sum + count, 0);
}

function inTextOrder<T extends Listable>(problems: readonly T[]): T[] {
  return problems.toSorted((a, b) => a.range.offset - b.range.offset);
}

/** The problem that stands for those that are not listed, at the position of the first one. */
function countOf(rest: readonly Listable[]): Problem {
  const count = rest.reduce((sum, problem) => sum + (problem.count ?? 1), 0);
  return {
    code: "more-problems",
    severity: rest.some(({ severity }) => severity === "error") ? "error" : "warning",
    message: t("{0} more problems are not listed.", count),
    range: rest[0]?.range ?? { offset: 0, length: 0 },
    count,
  };
}

function shortened<P extends Problem>(problem: P): P {
  const message = shortText(problem.message);
  return message === problem.message ? problem : { ...problem, message };
}
