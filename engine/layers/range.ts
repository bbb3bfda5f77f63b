/** Where the numbers of a tensor lie: between `low` and `high`, both included; infinite where nothing is known. */
export interface Range {
  readonly low: number;
  readonly high: number;
  /** Whether all of them are whole numbers. */
  readonly whole: boolean;
  /** The output of a Dataset that these numbers are, all of them, perhaps scaled, shifted or in another shape. */
  readonly data?: {
    readonly node: string;
    readonly port: string;
    /** Whether both bounds are met: then what lies outside of a domain is certain. */
    readonly measured: boolean;
    /** The first samples, from 0, that have them. */
    readonly lowAt?: number | undefined;
    readonly highAt?: number | undefined;
    /** The lines of a table where those stand, from 1. */
    readonly lowLine?: number | undefined;
    readonly highLine?: number | undefined;
  };
}

export const anyNumber: Range = { low: -Infinity, high: Infinity, whole: false };
export const anyWhole: Range = { ...anyNumber, whole: true };

export function between(low: number, high: number, whole = false): Range {
  return { low, high, whole };
}

export function atLeast(low: number): Range {
  return between(low, Infinity);
}

export function atMost(high: number): Range {
  return between(-Infinity, high);
}

/** Some of these numbers, or their means where `whole` does not matter. */
export function someOf({ low, high, whole }: Range): Range {
  return { low, high, whole };
}

/** Numbers of any of some ranges. */
export function anyOf(ranges: readonly Range[]): Range {
  return {
    low: Math.min(...ranges.map(({ low }) => low)),
    high: Math.max(...ranges.map(({ high }) => high)),
    whole: ranges.every(({ whole }) => whole),
  };
}

/** What an increasing function makes of a range; its numbers are no longer whole. */
export function increasing(f: (x: number) => number, { low, high }: Range): Range {
  return between(f(low), f(high));
}

/**
 * What an operation of two numbers that is monotone in each of them (+, −, ×, max, min) makes of two ranges. Where one
 * of them is a single number, the other's data are still all there.
 */
export function combined(f: (a: number, b: number) => number, a: Range, b: Range): Range {
  const corners = [f(a.low, b.low), f(a.low, b.high), f(a.high, b.low), f(a.high, b.high)];
  // 0 · ∞ and ∞ − ∞: nothing is known.
  if (corners.some(Number.isNaN)) return anyNumber;
  const range = between(Math.min(...corners), Math.max(...corners), a.whole && b.whole);
  const data = a.low === a.high ? b.data : b.low === b.high ? a.data : undefined;
  if (!data) return range;
  // A decreasing function has its least value where its argument is largest.
  const [first, last] = [f(a.low, b.low), f(a.high, b.high)];
  if (first <= last) return { ...range, data };
  const { lowAt, highAt, lowLine, highLine } = data;
  const turned = { lowAt: highAt, highAt: lowAt, lowLine: highLine, highLine: lowLine };
  return { ...range, data: { ...data, ...turned } };
}
