import type { ActivationStatistics, GradientsEvent } from "../run/events";
import { pathOf, type Path, updatePath } from "../tensor/path";

/** How many of the newest gradient norms are stored. */
const recent = 16;
/** How many of the newest update ratios are stored. */
export const ratioProbes = 5;
/** How many measured batches in a row a unit must be 0 in to count as dead: in one batch that may be chance. */
export const deadProbes = 3;

/** The measurements of one weight, newest last; a value may be NaN or infinite. */
export interface ObservedWeight {
  readonly node: string;
  readonly key: Path;
  readonly name: string;
  readonly size: number;
  readonly gradientNorms: readonly number[];
  /** The largest finite gradient norm in the whole run. */
  readonly largestNorm: number;
  /** From the last `ratioProbes` probes. */
  readonly updateRatios: readonly number[];
  readonly weightNorm: number;
  readonly notFinite: number;
}

export interface ObservedActivation {
  readonly node: string;
  /** The node whose units these are; undefined if the engine has not reported it. */
  readonly follows: string | undefined;
  readonly deadFractions: readonly number[];
}

/** An objective's statistics so far, as far as diagnoses need them. */
export interface ObservedNetwork {
  /** The step of the newest statistics. */
  readonly step: number;
  /** By `node.name`, in the network's order. */
  readonly weights: ReadonlyMap<string, ObservedWeight>;
  readonly activations: ReadonlyMap<string, ObservedActivation>;
}

export const nothingObserved: ObservedNetwork = { step: 0, weights: new Map(), activations: new Map() };

/**
 * Adds the statistics of one objective in an event. If its step is not after the last one, everything starts over. `largest` gives, by
 * `updatePath`, the largest gradient norm in the part of the run before the first event.
 */
export function afterStatistics(
  before: ObservedNetwork,
  event: GradientsEvent,
  largest: Readonly<Record<string, number>> = {},
): ObservedNetwork {
  const { weights: oldWeights, activations: oldActivations } =
    event.step <= before.step ? nothingObserved : before;
  const weights = new Map(oldWeights);
  for (const weight of event.weights) {
    const {
      node,
      name,
      size,
      gradientNorm = NaN,
      updateRatio = NaN,
      weightNorm = NaN,
      notFinite = NaN,
    } = weight;
    const key = pathOf(node, name);
    const old = weights.get(key);
    const update = updatePath(key, weight.objective);
    const largestBefore =
      old?.largestNorm ?? (Object.hasOwn(largest, update) ? largest[update] : undefined) ?? 0;
    weights.set(key, {
      node,
      key,
      name,
      size,
      gradientNorms: [...(old?.gradientNorms ?? []), gradientNorm].slice(-recent),
      largestNorm: Number.isFinite(gradientNorm) ? Math.max(largestBefore, gradientNorm) : largestBefore,
      updateRatios: [...(old?.updateRatios ?? []), updateRatio].slice(-ratioProbes),
      weightNorm,
      notFinite,
    });
  }
  const activations = new Map(oldActivations);
  for (const measured of event.activations)
    activations.set(measured.node, afterMeasurement(activations.get(measured.node), measured));
  return { step: event.step, weights, activations };
}

/** Adds one batch's measurements of an activation. */
export function afterMeasurement(
  before: ObservedActivation | undefined,
  { node, follows, deadShare = NaN }: ActivationStatistics,
): ObservedActivation {
  return { node, follows, deadFractions: [...(before?.deadFractions ?? []), deadShare].slice(-deadProbes) };
}
