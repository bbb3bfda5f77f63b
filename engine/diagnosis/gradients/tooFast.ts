import { t } from "@vscode/l10n";
import { formatRatio } from "../../run/format";
import type { GradientDiagnosis } from "./diagnosis";
import { oddness, type Pace, paceEvidence, paces } from "./pace";

export interface TooFast {
  readonly kind: "too-fast";
  readonly ratio: number;
  /** The network's median ratio. */
  readonly others: number;
}

/** Norm of the update over norm of the weight, at each of several probes. */
const fastRatio = 3e-2;
/** Also fast: this many times the network's median, and above `outlierFloor`. */
const outlier = 5;
const outlierFloor = 4e-3;

/** A weight changes so much at each step that it forgets what it has learned. */
export const tooFast: GradientDiagnosis<TooFast> = {
  kind: "too-fast",
  tone: "warning",
  *find(network, found) {
    for (const pace of paces(network, found)) {
      const { weight, ratio, others } = pace;
      if (!isFast(pace)) continue;
      const condition = { kind: "too-fast", ratio, others } as const;
      yield { weight, node: weight.node, condition, severity: oddness(ratio) };
    }
  },
  tag: ({ ratio }) => t("fast {0}", formatRatio(ratio)),
  describe: (condition, { who, others }, network) => ({
    title:
      others > 0
        ? t("{0} and {1} more change very fast.", who, others)
        : condition.ratio > condition.others * outlier
          ? t("{0} learns much faster than the rest.", who)
          : t("{0} changes very fast.", who),
    evidence: paceEvidence(condition),
    advice:
      network === undefined || network.optimizer === "SGD"
        ? t("Lower the learning rate. Adam scales each weight's step by itself.")
        : t("Lower the learning rate."),
  }),
};

function isFast({ weight, ratio, usual, measured }: Pace): boolean {
  if (measured >= 3 && ratio > Math.max(usual * outlier, outlierFloor)) return true;
  return Math.min(...weight.updateRatios) > fastRatio;
}
