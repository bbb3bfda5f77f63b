import { t } from "@vscode/l10n";
import { formatRatio } from "../../run/format";
import { cutOf } from "../deadUnits";
import type { GradientDiagnosis } from "./diagnosis";
import { deviation, updateRatioEvidence, updateRatiosOf } from "./updateRatios";

export interface TooSlow {
  readonly kind: "too-slow";
  readonly ratio: number;
  /** The network's median ratio. */
  readonly others: number;
}

/** Norm of the update divided by norm of the weight, median of several probes. */
const slowRatio = 1e-5;

/** A weight hardly changes, although it gets a gradient and there is still something to learn. */
export const tooSlow: GradientDiagnosis<TooSlow> = {
  kind: "too-slow",
  tone: "warning",
  *find(network, found) {
    if (network.converged) return;
    const cut = cutOf(network);
    for (const { weight, ratio, others } of updateRatiosOf(network, found)) {
      if (ratio >= slowRatio || cut?.covers(weight)) continue;
      const condition = { kind: "too-slow", ratio, others } as const;
      yield { weight, node: weight.node, condition, severity: deviation(ratio) };
    }
  },
  tag: ({ ratio }) => t("slow {0}", formatRatio(ratio)),
  describe: (condition, { name, others }) => ({
    title: others > 0 ? t("{0} and {1} more hardly change.", name, others) : t("{0} hardly changes.", name),
    evidence: updateRatioEvidence(condition),
    advice: t("Raise the learning rate."),
  }),
};
