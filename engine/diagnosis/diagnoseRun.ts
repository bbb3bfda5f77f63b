import { lossDiagnoses } from "./losses/diagnoses";
import type { LossDiagnosis, LossFinding, ObservedRun } from "./losses/diagnosis";
import { lossCourse } from "./losses/lossCourse";

/** The worst that is wrong with a run by its losses. */
export function diagnoseRun(
  run: ObservedRun,
): (LossFinding & { readonly kind: LossDiagnosis["kind"] }) | undefined {
  const judged = { ...run, course: lossCourse(run.loss, run.ended) };
  for (const each of lossDiagnoses) {
    const finding = each.find(judged);
    if (finding) return { kind: each.kind, ...finding };
  }
  return undefined;
}
