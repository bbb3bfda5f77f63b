import { t } from "@vscode/l10n";
import { formatNumber } from "../../run/format";
import { deadUnits, type DeadUnits } from "../deadUnits";
import { deadProbes, type ObservedWeight } from "../observed";
import type { GradientDiagnosis } from "./diagnosis";

export interface Dead {
  readonly kind: "dead";
  readonly fraction: number;
  readonly activation: string;
  /** The dead units are not the weight's own but lie between it and the loss, or before its input. */
  readonly cutOff: boolean;
}

/** Many units of an activation output 0 for every sample. */
export const dead: GradientDiagnosis<Dead> = {
  kind: "dead",
  tone: "warning",
  *find({ weights, activations }) {
    const fedBy = byNode(weights);
    for (const units of deadUnits(activations)) {
      const fed = units.follows === undefined ? undefined : fedBy.get(units.follows);
      for (const weight of fed ?? [undefined])
        yield { weight, node: units.activation, condition: deadOf(units), severity: units.fraction };
    }
  },
  tag: ({ cutOff, fraction }) => (cutOff ? t("cut off") : t("{0} dead", percent(fraction))),
  describe: ({ cutOff, fraction, activation }, _, network) => ({
    title: cutOff
      ? t("Cut off: {0} of the units before {1} are dead.", percent(fraction), activation)
      : t("{0} of the units before {1} are dead.", percent(fraction), activation),
    evidence: t(
      "They output 0 for every sample in the last {0} batches measured, so their weights get no gradient.",
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
export function deadOf({ activation, fraction }: DeadUnits): Dead {
  return { kind: "dead", fraction, activation, cutOff: false };
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

function percent(fraction: number): string {
  return `${Math.round(fraction * 100)}\u202f%`;
}
