import { t } from "@vscode/l10n";
import { isBias } from "../../layers/isBias";
import { formatRatio } from "../../run/format";
import { median, middle } from "../median";
import { type ObservedWeight, ratioProbes } from "../observed";
import type { DiagnosedNetwork, EarlierFindings } from "./diagnosis";

/**
 * Norm of the update divided by norm of the weight. About 1e-3 is usual (Karpathy's rule of thumb). A run's first steps
 * are an order of magnitude above it, so fast means above 3e-2 at each of several probes, and slow means a median two
 * orders of magnitude below.
 */
const usualRatio = 1e-3;
/**
 * Updates so much larger than the weight are reported before five probes: the run may be ruined by then. The first
 * update of a weight of 0 is as large as the weight after it, a ratio of 1.
 */
const overwhelming = 2;

/** How fast a weight changes. */
export interface UpdateRatio {
  readonly weight: ObservedWeight;
  readonly ratio: number;
  /** The median ratio of the network's other weights; NaN if there are none. */
  readonly others: number;
  /** The network's median ratio. */
  readonly usual: number;
  /** How many weights that median is over. */
  readonly measured: number;
}

/** The update ratios of the weights for which they mean something: biases start near 0, and without gradient nothing moves. */
export function updateRatiosOf({ weights }: DiagnosedNetwork, found: EarlierFindings): UpdateRatio[] {
  const measured = weights
    .filter(({ key, name }) => !isBias(name) && !found.has(key, "vanishing", "not-finite"))
    .filter(
      ({ updateRatios: ratios }) =>
        ratios.length >= ratioProbes || (ratios.length > 0 && Math.min(...ratios) > overwhelming),
    )
    .map((weight) => ({ weight, ratio: median(weight.updateRatios) }))
    .filter(({ ratio }) => ratio > 0 && Number.isFinite(ratio));
  const ordered = measured.map(({ ratio }) => ratio).sort((a, b) => a - b);
  const usual = middle(ordered);
  // The median of the others depends only on which half of the list this ratio is in.
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

/** How far a ratio is from the usual one, on a logarithmic scale. */
export function deviation(ratio: number): number {
  return Math.abs(Math.log(ratio / usualRatio));
}

/** A sentence that compares a ratio with the others and with the usual one. */
export function updateRatioEvidence({
  ratio,
  others,
}: {
  readonly ratio: number;
  readonly others: number;
}): string {
  const usual = formatRatio(usualRatio);
  return Number.isFinite(others)
    ? t(
        "Its update-to-weight ratio is {0}, compared with {1} for the other weights. About {2} is usual.",
        formatRatio(ratio),
        formatRatio(others),
        usual,
      )
    : t("Its update-to-weight ratio is {0}. About {1} is usual.", formatRatio(ratio), usual);
}
