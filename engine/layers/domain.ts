import { t } from "@vscode/l10n";
import type { Range } from "./range";

/** The values that an input accepts: between `low` and `high`, or one of `values`. */
export interface Domain {
  readonly low?: number;
  readonly high?: number;
  /** Whether the values must be above `low`, which is not one of them. */
  readonly open?: boolean;
  /** Whether values just outside, as rounding may leave them, are rejected too, because the layer has no result for them. */
  readonly exact?: boolean;
  readonly whole?: boolean;
  readonly values?: readonly number[];
  /** A further value that is ignored: a loss's `ignoreIndex`. */
  readonly except?: number;
  /** Along this axis the values must add up to 1. */
  readonly sumAxis?: number;
  /** What to do about other values; translated. */
  readonly advice: (seen: Pick<Range, "low" | "high">) => string;
}

/** Tolerance for computed values: a sum of float32 probabilities is rarely exactly 1. */
export const tolerance = 1e-4;

/** The smallest and largest valid value. */
export function boundsOf({ low = -Infinity, high = Infinity, values }: Domain): {
  low: number;
  high: number;
} {
  return values ? { low: Math.min(...values), high: Math.max(...values) } : { low, high };
}

/** Whether every value in a range is in the domain. */
export function covers(domain: Domain, { low, high, whole }: Range): boolean {
  if (domain.sumAxis !== undefined) return false;
  const bounds = boundsOf(domain);
  const inside = reaches(domain, low) && high <= bounds.high && (whole || !domain.whole);
  if (!inside || !domain.values) return inside;
  return whole && range(low, high).every((value) => domain.values?.includes(value));
}

/** Whether data with this range are certain to contain values outside the domain. */
export function refuses(domain: Domain, { low, high, whole, data }: Range): boolean {
  if (!data?.measured) return false;
  const fractions = !whole && (domain.whole ?? domain.values?.every(Number.isInteger) ?? false);
  return fractions || !takes(domain, low) || !takes(domain, high);
}

/** Whether one value is in the domain. */
export function takes(domain: Domain, value: number): boolean {
  if (value === domain.except) return true;
  if (domain.values) return domain.values.includes(value);
  return reaches(domain, value) && value <= boundsOf(domain).high;
}

/** Whether a value is not below the domain. Above an open bound means also in float32, where 1e-60 is 0. */
function reaches(domain: Domain, value: number): boolean {
  const { low } = boundsOf(domain);
  return domain.open ? Math.fround(value) > low : value >= low;
}

/** For messages: "0 to 1", "whole numbers from 0 to 9", "−1 or 1". */
export function showDomain({ low, high, open, whole, values }: Domain): string {
  if (values) {
    const last = showNumber(values.at(-1) ?? 0);
    return t("{0} or {1}", values.slice(0, -1).map(showNumber).join(", "), last);
  }
  if (low !== undefined && high !== undefined) {
    return whole
      ? t("whole numbers from {0} to {1}", showNumber(low), showNumber(high))
      : t("numbers from {0} to {1}", showNumber(low), showNumber(high));
  }
  if (low !== undefined && open) return t("numbers above {0}", showNumber(low));
  return low !== undefined
    ? t("numbers of at least {0}", showNumber(low))
    : t("numbers of at most {0}", showNumber(high ?? Infinity));
}

/** For messages: at most four significant digits, with a typographic minus sign. */
export function showNumber(value: number): string {
  const short = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  return short.replace("-", "−");
}

function range(low: number, high: number): number[] {
  return Array.from({ length: Math.min(high - low + 1, 16) }, (_, i) => low + i);
}
