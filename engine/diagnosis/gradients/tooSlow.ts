import { t } from "@vscode/l10n";
import { formatRatio } from "../../run/format";
import { cutOf } from "../deadUnits";
import type { GradientDiagnosis } from "./diagnosis";
import { oddness, paceEvidence, paces } from "./pace";

export interface TooSlow {
  readonly kind: "too-slow";
  readonly ratio: number;
  /** The network's median ratio. */
  readonly others: number;
}

/** Norm of the update over norm of the weight, on the median of several probes. */
const slowRatio = 1e-5;

/** A weight hardly changes, though its gradient is there and there is something to learn. */
export const tooSlow: GradientDiagnosis<TooSlow> = {
  kind: "too-slow",
  tone: "warning",
  *find(network, found) {
    if (network.converged) return;
    const cut = cutOf(network);
    for (const { weight, ratio, others } of paces(network, found)) {
      if (ratio >= slowRatio || cut?.covers(weight)) continue;
      const condition = { kind: "too-slow", ratio, others } as const;
      yield { weight, node: weight.node, condition, severity: oddness(ratio) };
    }
  },
  tag: ({ ratio }) => t("slow {0}", formatRatio(ratio)),
  describe: (condition, { who, others }) => ({
    title: others > 0 ? t("{0} and {1} more hardly move.", who, others) : t("{0} hardly moves.", who),
    evidence: paceEvidence(condition),
    advice: t("Raise the learning rate."),
  }),
};
