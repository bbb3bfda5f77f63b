/** The range of a tensor's values: from `low` to `high`, inclusive; infinite if unknown. */
export interface Range {
  readonly low: number;
  readonly high: number;
  /** Whether all values are whole numbers. */
  readonly whole: boolean;
  /** The Dataset output that these values come from: all of its values, possibly scaled, shifted or reshaped. */
  readonly data?: {
    readonly node: string;
    readonly port: string;
    /** Whether both bounds actually occur, so that a bound outside a domain is certain to be an error. */
    readonly measured: boolean;
    /** The first samples, counted from 0, where the bounds occur. */
    readonly lowAt?: number | undefined;
    readonly highAt?: number | undefined;
    /** Their lines in a table, counted from 1. */
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

/** The range of some of these values, or of their means if `whole` does not matter. */
export function someOf({ low, high, whole }: Range): Range {
  return { low, high, whole };
}

/** The union of some ranges. */
export function anyOf(ranges: readonly Range[]): Range {
  return {
    low: Math.min(...ranges.map(({ low }) => low)),
    high: Math.max(...ranges.map(({ high }) => high)),
    whole: ranges.every(({ whole }) => whole),
  };
}

/** The image of a range under an increasing function; the values are no longer whole. */
export function increasing(f: (x: number) => number, { low, high }: Range): Range {
  return between(f(low), f(high));
}

/** The range of the absolute values. */
export function absolute({ low, high, whole }: Range): Range {
  const ends = [Math.abs(low), Math.abs(high)];
  return between(low <= 0 && high >= 0 ? 0 : Math.min(...ends), Math.max(...ends), whole);
}

/**
 * The image of two ranges under an operation that is monotonic in each operand (+, −, ×, max, min). If one range is a
 * single number, all of the other's data are still present.
 */
export function combined(f: (a: number, b: number) => number, a: Range, b: Range): Range {
  const corners = [f(a.low, b.low), f(a.low, b.high), f(a.high, b.low), f(a.high, b.high)];
  // 0 · ∞ or ∞ − ∞: nothing is known.
  if (corners.some(Number.isNaN)) return anyNumber;
  const range = between(Math.min(...corners), Math.max(...corners), a.whole && b.whole);
  const data = a.low === a.high ? b.data : b.low === b.high ? a.data : undefined;
  if (!data) return range;
  // A decreasing function has its minimum where its argument is largest.
  const [first, last] = [f(a.low, b.low), f(a.high, b.high)];
  if (first <= last) return { ...range, data };
  const { lowAt, highAt, lowLine, highLine } = data;
  const turned = { lowAt: highAt, highAt: lowAt, lowLine: highLine, highLine: lowLine };
  return { ...range, data: { ...data, ...turned } };
}
