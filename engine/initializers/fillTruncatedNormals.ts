import type { Draws, FloatArray } from "./draws";

/** A candidate value for rejection sampling, and the probability of accepting it. */
type Proposal = (u: number, z: number) => { readonly value: number; readonly chance: number };

/** Bytes per value: three float64 numbers are drawn for each. */
export const truncatedScratch = 24;

/**
 * Fills an array with `change` applied to standard normal numbers within [low, high], by rejection sampling, which is
 * exact. Robert, "Simulation of truncated normal variables" (1995).
 */
export function fillTruncatedNormals(
  draws: Draws,
  values: FloatArray,
  low: number,
  high: number,
  change: (z: number) => number,
): void {
  const propose = proposalFor(finite(low), finite(high));
  let filled = 0;
  for (let round = 0; filled < values.length; round++) {
    const missing = values.length - filled;
    const uniform = draws.uniform(new Float64Array(2 * missing), undefined, 2 * round);
    const normal = draws.normal(new Float64Array(missing), undefined, 2 * round + 1);
    for (let i = 0; i < missing; i++) {
      const { value, chance } = propose(uniform[2 * i] ?? 0, normal[i] ?? 0);
      if ((uniform[2 * i + 1] ?? 0) < chance) values[filled++] = change(value);
    }
  }
}

function proposalFor(low: number, high: number): Proposal {
  if (high < 0) {
    const mirrored = proposalFor(-high, -low);
    return (u, z) => {
      const { value, chance } = mirrored(u, z);
      return { value: -value, chance };
    };
  }
  if (low > 0) return tail(low, high);
  // Around 0, propose from the normal distribution itself if the bounds are wide, else from a uniform one.
  return high - low > Math.sqrt(2 * Math.PI)
    ? (_, z) => ({ value: z, chance: z >= low && z <= high ? 1 : 0 })
    : (u) => {
        const value = low + (high - low) * u;
        return { value, chance: Math.exp((-value * value) / 2) };
      };
}

/** On one side of 0, propose from an exponential distribution from the lower bound. */
function tail(low: number, high: number): Proposal {
  const rate = (low + Math.hypot(low, 2)) / 2;
  const mass = -Math.expm1(-rate * (high - low));
  const peak = Math.min(rate, high);
  return (u) => {
    const value = Math.min(high, low - Math.log1p(-u * mass) / rate);
    return { value, chance: Math.exp(((peak - value) * (peak + value - 2 * rate)) / 2) };
  };
}

/** Replaces bounds that float64 cannot represent usefully by equivalent ones. */
function finite(bound: number): number {
  return Math.min(1e300, Math.max(-1e300, bound));
}
