import { t } from "@vscode/l10n";
import { formatNumber } from "../../run/format";
import { median } from "../median";
import type { ObservedWeight } from "../observed";
import type { GradientDiagnosis } from "./diagnosis";

export interface Exploding {
  readonly kind: "exploding";
  readonly norm: number;
  /** Undefined where little came before. */
  readonly before: number | undefined;
}

/** Norm of one weight's gradient. Clipping thresholds in use are 0.1 to 10 (Pascanu et al. 2013); this is far above. */
const explodedNorm = 1e2;
/** Growth over the run's own median norm, for gradients that are large already (norm above 1). */
const explodedGrowth = 1e2;

/** A weight's gradient is very large, or has outgrown its own past. */
export const exploding: GradientDiagnosis<Exploding> = {
  kind: "exploding",
  tone: "error",
  *find({ weights }, found) {
    for (const weight of weights) {
      // Where numbers are lost, nothing else can be said.
      const condition = found.has(weight.key, "not-finite") ? undefined : explosion(weight);
      if (condition) yield { weight, node: weight.node, condition, severity: condition.norm };
    }
  },
  tag: () => t("exploding"),
  describe: ({ norm, before }, { who, others }) => ({
    title:
      others > 0
        ? t("Gradients of {0} and {1} more explode.", who, others)
        : t("The gradient of {0} explodes.", who),
    evidence:
      before === undefined
        ? t("Its norm is {0}; below {1} is usual.", formatNumber(norm), explodedNorm)
        : t("Its norm is {0}; it was about {1} before.", formatNumber(norm), formatNumber(before)),
    advice: t(
      "Lower the learning rate, or bring inputs and targets to a size of about 1. In recurrent layers shorter sequences help.",
    ),
  }),
};

function explosion({ gradientNorms, weightNorm }: ObservedWeight): Exploding | undefined {
  // Every number is finite, but their squares do not fit into float32.
  if (!Number.isFinite(gradientNorms.at(-1) ?? 0) || !Number.isFinite(weightNorm))
    return { kind: "exploding", norm: Infinity, before: undefined };
  const norm = median(gradientNorms.slice(-3));
  const before = gradientNorms.length >= 8 ? median(gradientNorms) : undefined;
  if (norm > explodedNorm) return { kind: "exploding", norm, before };
  if (before !== undefined && norm > 1 && norm > before * explodedGrowth)
    return { kind: "exploding", norm, before };
  return undefined;
}
