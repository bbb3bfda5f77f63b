import { t } from "@vscode/l10n";
import { isBias } from "../../layers/isBias";
import { formatRatio } from "../../run/format";
import { median, middle } from "../median";
import { type ObservedWeight, ratioProbes } from "../observed";
import type { FoundBefore, JudgedNetwork } from "./diagnosis";

/**
 * Norm of the update over norm of the weight. About 1e-3 is usual (Karpathy's rule of thumb). A run's first steps are
 * an order above it, so fast means above 3e-2 at each of several probes, and slow two orders below on the median.
 */
const usualRatio = 1e-3;
/**
 * Updates that throw the weight over need no five probes: a run may be over by then. One from zero is as large as the
 * weight that it makes, and no larger.
 */
const overthrow = 2;

/** How fast a weight changes. */
export interface Pace {
  readonly weight: ObservedWeight;
  readonly ratio: number;
  /** The network's median ratio without it; NaN where there is no other. */
  readonly others: number;
  /** The network's median ratio, and of how many weights. */
  readonly usual: number;
  readonly measured: number;
}

/** The paces of the weights that have one to be judged: biases start near 0, and where gradients vanish nothing moves. */
export function paces({ weights }: JudgedNetwork, found: FoundBefore): Pace[] {
  const measured = weights
    .filter(({ key, name }) => !isBias(name) && !found.has(key, "vanishing", "not-finite"))
    .filter(
      ({ updateRatios: ratios }) =>
        ratios.length >= ratioProbes || (ratios.length > 0 && Math.min(...ratios) > overthrow),
    )
    .map((weight) => ({ weight, ratio: median(weight.updateRatios) }))
    .filter(({ ratio }) => ratio > 0 && Number.isFinite(ratio));
  const ordered = measured.map(({ ratio }) => ratio).sort((a, b) => a - b);
  const usual = middle(ordered);
  // The median of the others depends only on which half is left short.
  const half = ordered.length >> 1;
  const [withoutLow, withoutMiddle, withoutHigh] = [0, half, ordered.length - 1].map((left) =>
    middle(ordered.toSpliced(left, 1)),
  );
  const pivot = ordered[half] ?? NaN;
  return measured.map(({ weight, ratio }) => {
    const others = (ratio < pivot ? withoutLow : ratio > pivot ? withoutHigh : withoutMiddle) ?? NaN;
    return { weight, ratio, others, usual, measured: measured.length };
  });
}

/** How far a pace is from what is usual. */
export function oddness(ratio: number): number {
  return Math.abs(Math.log(ratio / usualRatio));
}

/** The numbers behind a pace that is not usual. */
export function paceEvidence({ ratio, others }: { readonly ratio: number; readonly others: number }): string {
  const usual = formatRatio(usualRatio);
  return Number.isFinite(others)
    ? t(
        "Its update is {0} of the weight, the others' {1}. Usual is about {2}.",
        formatRatio(ratio),
        formatRatio(others),
        usual,
      )
    : t("Its update is {0} of the weight. Usual is about {1}.", formatRatio(ratio), usual);
}
