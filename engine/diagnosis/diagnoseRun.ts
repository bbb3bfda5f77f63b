import { lossDiagnoses } from "./losses/diagnoses";
import type { LossDiagnosis, LossFinding, ObservedRun } from "./losses/diagnosis";
import { lossTrend } from "./losses/lossTrend";

/** The worst problem that a run's losses show, or undefined. */
export function diagnoseRun(
  run: ObservedRun,
): (LossFinding & { readonly kind: LossDiagnosis["kind"] }) | undefined {
  const diagnosed = { ...run, trend: lossTrend(run.loss, run.ended) };
  for (const each of lossDiagnoses) {
    const finding = each.find(diagnosed);
    if (finding) return { kind: each.kind, ...finding };
  }
  return undefined;
}
