import { t } from "@vscode/l10n";
import { formatRatio } from "../../run/format";
import type { GradientDiagnosis } from "./diagnosis";
import { deviation, type UpdateRatio, updateRatioEvidence, updateRatiosOf } from "./updateRatios";

export interface TooFast {
  readonly kind: "too-fast";
  readonly ratio: number;
  /** The network's median ratio. */
  readonly others: number;
}

/** Norm of the update divided by norm of the weight, at each of several probes. */
const fastRatio = 3e-2;
/** Also fast: this many times the network's median, and above `outlierFloor`. */
const outlier = 5;
const outlierFloor = 4e-3;

/** A weight changes so much at each step that it loses what it has learned. */
export const tooFast: GradientDiagnosis<TooFast> = {
  kind: "too-fast",
  tone: "warning",
  *find(network, found) {
    for (const updateRatio of updateRatiosOf(network, found)) {
      const { weight, ratio, others } = updateRatio;
      if (!isFast(updateRatio)) continue;
      const condition = { kind: "too-fast", ratio, others } as const;
      yield { weight, node: weight.node, condition, severity: deviation(ratio) };
    }
  },
  tag: ({ ratio }) => t("fast {0}", formatRatio(ratio)),
  describe: (condition, { name, others }, network) => ({
    title:
      others > 0
        ? t("{0} and {1} more change too fast.", name, others)
        : condition.ratio > condition.others * outlier
          ? t("{0} learns much faster than the rest.", name)
          : t("{0} changes too fast.", name),
    evidence: updateRatioEvidence(condition),
    advice:
      network === undefined || network.optimizer === "SGD"
        ? t("Lower the learning rate, or use Adam, which scales the step of each weight.")
        : t("Lower the learning rate."),
  }),
};

function isFast({ weight, ratio, usual, measured }: UpdateRatio): boolean {
  if (measured >= 3 && ratio > Math.max(usual * outlier, outlierFloor)) return true;
  return Math.min(...weight.updateRatios) > fastRatio;
}
