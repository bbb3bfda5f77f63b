import { t } from "@vscode/l10n";
import { formatNumber } from "../../run/format";
import { deadUnits, type DeadUnits } from "../deadUnits";
import { deadProbes, type ObservedWeight } from "../observed";
import type { GradientDiagnosis } from "./diagnosis";

export interface Dead {
  readonly kind: "dead";
  readonly share: number;
  readonly activation: string;
  /** Not the weight's own units are dead but those that its gradient or its input comes through. */
  readonly cutOff: boolean;
}

/** Many units of an activation give 0 for every sample. */
export const dead: GradientDiagnosis<Dead> = {
  kind: "dead",
  tone: "warning",
  *find({ weights, activations }) {
    const fedBy = byNode(weights);
    for (const units of deadUnits(activations)) {
      const fed = units.follows === undefined ? undefined : fedBy.get(units.follows);
      for (const weight of fed ?? [undefined])
        yield { weight, node: units.activation, condition: deadOf(units), severity: units.share };
    }
  },
  tag: ({ cutOff, share }) => (cutOff ? t("cut off") : t("{0} dead", percent(share))),
  describe: ({ cutOff, share, activation }, _, network) => ({
    title: cutOff
      ? t("Cut off: {0} of the units before {1} are dead.", percent(share), activation)
      : t("{0} of the units before {1} are dead.", percent(share), activation),
    evidence: t(
      "They gave 0 for every sample of the last {0} batches looked at, so no gradient reaches their weights.",
      deadProbes,
    ),
    advice:
      network?.learningRate === undefined
        ? t(
            "Lower the learning rate and train again, or use LeakyReLU or ELU, which always pass some gradient.",
          )
        : t(
            "Lower the learning rate from {0} and train again, or use LeakyReLU or ELU, which always pass some gradient.",
            formatNumber(network.learningRate),
          ),
  }),
};

/** The condition of the weights that feed dead units. */
export function deadOf({ activation, share }: DeadUnits): Dead {
  return { kind: "dead", share, activation, cutOff: false };
}

function byNode(weights: readonly ObservedWeight[]): ReadonlyMap<string, readonly ObservedWeight[]> {
  const groups = new Map<string, ObservedWeight[]>();
  for (const weight of weights) {
    const group = groups.get(weight.node);
    if (group) group.push(weight);
    else groups.set(weight.node, [weight]);
  }
  return groups;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}\u202f%`;
}
