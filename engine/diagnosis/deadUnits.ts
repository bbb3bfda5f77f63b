import { deadProbes, type ObservedActivation, type ObservedWeight } from "./observed";

/**
 * Share of a ReLU's units that gave 0 for every sample of several batches in a row. Stanford's CS231n notes call 40 %
 * the mark of a learning rate set too high; see also Lu et al. 2019, "Dying ReLU and Initialization".
 */
const deadShare = 0.4;
/** Share of dead units above which little gets through, so that small gradients on both sides follow from it. */
export const cutShare = 0.9;

export interface DeadUnits {
  readonly activation: string;
  readonly follows: string | undefined;
  readonly share: number;
}

/** Activations of which many units were silent for several batches in a row. */
export function deadUnits(activations: readonly ObservedActivation[]): DeadUnits[] {
  return activations.flatMap(({ node, follows, deadShares }) => {
    const recent = deadShares.slice(-deadProbes);
    const share = Math.min(...recent);
    const dead = recent.length === deadProbes && share >= deadShare;
    return dead ? [{ activation: node, follows, share }] : [];
  });
}

/** Dead units that little gets past. */
export interface Cut {
  readonly dead: DeadUnits;
  /** Whether a weight stands still because of them. */
  covers(weight: ObservedWeight): boolean;
}

/** The dead units that little gets past, taken together, and which weights stand still because of them. */
export function cutOf(network: {
  readonly weights: readonly ObservedWeight[];
  readonly activations: readonly ObservedActivation[];
}): Cut | undefined {
  const dead = deadUnits(network.activations);
  if (dead.length === 0 || dead.reduce((passed, { share }) => passed * (1 - share), 1) > 1 - cutShare)
    return undefined;
  const place = new Map<string, number>();
  for (const { node } of network.weights) if (!place.has(node)) place.set(node, place.size);
  const placeOf = ({ follows }: DeadUnits) => place.get(follows ?? "") ?? place.size;
  const last = dead.reduce((latest, each) => (placeOf(each) > placeOf(latest) ? each : latest));
  return {
    dead: last,
    // Behind dead units no gradient arrives; right before them, where the next weights are, the input is 0.
    covers: ({ node }) => (place.get(node) ?? 0) <= placeOf(last) + 1,
  };
}
