import { diagnose } from "../../../../engine/diagnosis/diagnose";
import { describe } from "../../../../engine/diagnosis/describe";
import type { ObservedActivation, ObservedWeight } from "../../../../engine/diagnosis/observed";

/** A healthy weight of 100 elements whose gradient norm is 0.1 and which changes by a thousandth. */
export function weight(node: string, other: Partial<ObservedWeight> = {}): ObservedWeight {
  const name = other.name ?? "weight";
  const gradientNorms = other.gradientNorms ?? Array<number>(10).fill(0.1);
  return {
    node,
    key: `${node}.${name}`,
    name,
    size: 100,
    gradientNorms,
    largestNorm: Math.max(0, ...gradientNorms.filter(Number.isFinite)),
    updateRatios: Array<number>(5).fill(1e-3),
    weightNorm: 1,
    notFinite: 0,
    ...other,
  };
}
/** A gradient norm, at each probe. */
export const norms = (norm: number) => Array<number>(10).fill(norm);
export const ratios = (ratio: number) => Array<number>(5).fill(ratio);
/** Each weight's conditions, as `key: kinds`. */
export const kindsOf = (
  weights: readonly ObservedWeight[],
  activations: readonly ObservedActivation[] = [],
) =>
  [...diagnose(weights, activations).conditions].map(
    ([key, list]) => `${key}: ${list.map(({ kind }) => kind).join(" ")}`,
  );

/** The titles of the findings. */
export const titles = (weights: readonly ObservedWeight[], activations: readonly ObservedActivation[] = []) =>
  diagnose(weights, activations).findings.map((finding) => describe(finding).title);
