import type { ActivationStatistics, GradientsEvent } from "../run/events";
import { pathOf, type Path } from "../tensor/path";

/** Newest norms that judgements look at. */
const recent = 16;
/** Probes over which update ratios are judged. */
export const ratioProbes = 5;
/** Batches in a row over which dead units are judged, since a unit may well be silent for one. */
export const deadProbes = 3;

/** What was measured of one weight, newest last; not finite where a number was lost. */
export interface ObservedWeight {
  readonly node: string;
  readonly key: Path;
  readonly name: string;
  readonly size: number;
  readonly gradientNorms: readonly number[];
  /** The largest finite gradient norm of the whole run. */
  readonly largestNorm: number;
  /** Of the last `ratioProbes` probes. */
  readonly updateRatios: readonly number[];
  readonly weightNorm: number;
  readonly notFinite: number;
}

export interface ObservedActivation {
  readonly node: string;
  /** The node whose units these are; undefined where the engine does not say. */
  readonly follows: string | undefined;
  readonly deadShares: readonly number[];
}

/** What a run's statistics come to, as far as it is judged by them. */
export interface ObservedNetwork {
  /** Of the newest statistics. */
  readonly step: number;
  /** In the network's order, by `node.name`. */
  readonly weights: ReadonlyMap<string, ObservedWeight>;
  readonly activations: ReadonlyMap<string, ObservedActivation>;
}

export const nothingObserved: ObservedNetwork = { step: 0, weights: new Map(), activations: new Map() };

/**
 * What is known after further statistics. A step that is not after the last one begins anew. `largest` has the largest
 * gradient norm by weight of what came before all statistics that were told.
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
    const largestBefore = old?.largestNorm ?? (Object.hasOwn(largest, key) ? largest[key] : undefined) ?? 0;
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

/** What is known of an activation after one more batch. */
export function afterMeasurement(
  before: ObservedActivation | undefined,
  { node, follows, deadShare = NaN }: ActivationStatistics,
): ObservedActivation {
  return { node, follows, deadShares: [...(before?.deadShares ?? []), deadShare].slice(-deadProbes) };
}
