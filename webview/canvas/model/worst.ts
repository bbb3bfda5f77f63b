import type { Problem } from "../../../engine/graph/problem";

/** The severity that problems are shown with together; undefined where there are none. */
export function worst(problems: readonly Pick<Problem, "severity">[]): Problem["severity"] | undefined {
  return problems.find(({ severity }) => severity === "error")?.severity ?? problems[0]?.severity;
}
