import { t } from "@vscode/l10n";
import { formatNumber } from "../../run/format";
import { median } from "../median";
import type { ObservedWeight } from "../observed";
import type { GradientDiagnosis } from "./diagnosis";

export interface Exploding {
  readonly kind: "exploding";
  readonly norm: number;
  /** The median norm so far; undefined after few probes. */
  readonly before: number | undefined;
}

/** Norm of one weight's gradient. Usual clipping thresholds are 0.1 to 10 (Pascanu et al. 2013); this is far above. */
const explodedNorm = 1e2;
/** Growth over the weight's median norm so far, for gradients that are already large (norm above 1). */
const explodedGrowth = 1e2;

/** A weight's gradient is very large, or has grown far beyond what it was. */
export const exploding: GradientDiagnosis<Exploding> = {
  kind: "exploding",
  tone: "error",
  *find({ weights }, found) {
    for (const weight of weights) {
      // The norm of a gradient with NaN means nothing.
      const condition = found.has(weight.key, "not-finite") ? undefined : explosion(weight);
      if (condition) yield { weight, node: weight.node, condition, severity: condition.norm };
    }
  },
  tag: () => t("exploding"),
  describe: ({ norm, before }, { name, others }) => ({
    title:
      others > 0
        ? t("The gradients of {0} and {1} more are exploding.", name, others)
        : t("The gradient of {0} is exploding.", name),
    evidence:
      before === undefined
        ? t("Its norm is {0}; normally it is below {1}.", formatNumber(norm), explodedNorm)
        : t("Its norm is {0}; it was about {1} before.", formatNumber(norm), formatNumber(before)),
    advice: t(
      "Lower the learning rate, clip gradients, or scale inputs and targets to about 1. In recurrent layers, shorter sequences help too.",
    ),
  }),
};

function explosion({ gradientNorms, weightNorm }: ObservedWeight): Exploding | undefined {
  // Every element is finite, but the sum of squares overflows float32.
  if (!Number.isFinite(gradientNorms.at(-1) ?? 0) || !Number.isFinite(weightNorm))
    return { kind: "exploding", norm: Infinity, before: undefined };
  const norm = median(gradientNorms.slice(-3));
  const before = gradientNorms.length >= 8 ? median(gradientNorms) : undefined;
  if (norm > explodedNorm) return { kind: "exploding", norm, before };
  if (before !== undefined && norm > 1 && norm > before * explodedGrowth)
    return { kind: "exploding", norm, before };
  return undefined;
}
