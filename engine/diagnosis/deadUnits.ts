import { deadProbes, type ObservedActivation, type ObservedWeight } from "./observed";

/**
 * Fraction of a ReLU's units that output 0 for every sample of several batches in a row. Stanford's CS231n notes take
 * 40 % as a sign of too high a learning rate; see also Lu et al. 2019, "Dying ReLU and Initialization".
 */
const deadFraction = 0.4;
/** Fraction of dead units above which little gets through, which explains small gradients on both sides. */
export const cutFraction = 0.9;

export interface DeadUnits {
  readonly activation: string;
  readonly follows: string | undefined;
  readonly fraction: number;
}

/** Activations many of whose units output 0 for several batches in a row. */
export function deadUnits(activations: readonly ObservedActivation[]): DeadUnits[] {
  return activations.flatMap(({ node, follows, deadFractions }) => {
    const recent = deadFractions.slice(-deadProbes);
    const fraction = Math.min(...recent);
    const dead = recent.length === deadProbes && fraction >= deadFraction;
    return dead ? [{ activation: node, follows, fraction }] : [];
  });
}

/** Dead units that let hardly anything through. */
export interface Cut {
  readonly dead: DeadUnits;
  /** Whether a weight gets no gradient because of them. */
  covers(weight: ObservedWeight): boolean;
}

/** The last activation with dead units, if all of them together let hardly anything through. */
export function cutOf(network: {
  readonly weights: readonly ObservedWeight[];
  readonly activations: readonly ObservedActivation[];
}): Cut | undefined {
  const dead = deadUnits(network.activations);
  if (
    dead.length === 0 ||
    dead.reduce((passed, { fraction }) => passed * (1 - fraction), 1) > 1 - cutFraction
  )
    return undefined;
  const place = new Map<string, number>();
  for (const { node } of network.weights) if (!place.has(node)) place.set(node, place.size);
  const placeOf = ({ follows }: DeadUnits) => place.get(follows ?? "") ?? place.size;
  const last = dead.reduce((latest, each) => (placeOf(each) > placeOf(latest) ? each : latest));
  return {
    dead: last,
    // Weights that feed dead units, or lie further upstream, get no gradient; the next weights downstream get an input of 0.
    covers: ({ node }) => (place.get(node) ?? 0) <= placeOf(last) + 1,
  };
}
