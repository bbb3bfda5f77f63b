import type { Problem } from "../../../engine/graph/problem";

/** The highest severity among problems; undefined if there are none. */
export function worst(problems: readonly Pick<Problem, "severity">[]): Problem["severity"] | undefined {
  return problems.find(({ severity }) => severity === "error")?.severity ?? problems[0]?.severity;
}
