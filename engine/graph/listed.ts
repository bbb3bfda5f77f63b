import { mostListed } from "../parameters/mostListed";
import { t } from "@vscode/l10n";
import type { Problem, TextRange } from "./problem";
import { shortText } from "./shortText";

/** What of a problem decides whether it is listed. */
interface Listable {
  readonly severity: Problem["severity"];
  readonly range: TextRange;
  /** Where one stands for several. */
  readonly count?: number;
}

/**
 * The problems to show of one document, in the order of its text. Of too many, the first ones (errors before warnings) and
 * one more that counts the rest, so that what is sound and what is not looks the same as with all of them. Lists may be
 * listed again, together with others.
 */
export function listed<P extends Problem>(problems: readonly P[], most = mostListed): (P | Problem)[] {
  return listedAs<P, P>(problems, (problem) => problem, most);
}

/** As `listed`, for problems that are made only where they are listed. */
export function listedAs<T extends Listable, P extends Problem = Problem>(
  found: readonly T[],
  make: (problem: T) => P,
  most = mostListed,
): (P | Problem)[] {
  const inOrder = inTextOrder(found);
  const single = inOrder.filter(({ count = 1 }) => count === 1);
  const several = inOrder.filter(({ count = 1 }) => count > 1);
  const show = (problem: T) => shortened(make(problem));
  // One more takes no more room than its count.
  if (several.length === 0 && single.length <= most + 1) return single.map(show);
  const errors = single.filter(({ severity }) => severity === "error");
  const warnings = single.filter(({ severity }) => severity !== "error");
  const ranked = [...errors, ...warnings];
  return [...inTextOrder(ranked.slice(0, most)).map(show), countOf([...ranked.slice(most), ...several])];
}

/** How many problems a list stands for. */
export function countProblems(list: readonly Problem[]): number {
  return list.reduce((sum, { count = 1 }) => sum + count, 0);
}

function inTextOrder<T extends Listable>(problems: readonly T[]): T[] {
  return problems.toSorted((a, b) => a.range.offset - b.range.offset);
}

/** The problem that stands for those that are not listed, at the first of them. */
function countOf(rest: readonly Listable[]): Problem {
  const count = rest.reduce((sum, problem) => sum + (problem.count ?? 1), 0);
  return {
    code: "more-problems",
    severity: rest.some(({ severity }) => severity === "error") ? "error" : "warning",
    message: t("There are {0} more problems, which are not listed.", count),
    range: rest[0]?.range ?? { offset: 0, length: 0 },
    count,
  };
}

function shortened<P extends Problem>(problem: P): P {
  const message = shortText(problem.message);
  return message === problem.message ? problem : { ...problem, message };
}
