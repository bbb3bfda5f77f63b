import type { Builder, Value } from "./operation";

/**
 * log Σ exp(xᵢ) of tensors of equal shape, without overflow. "Impossible" is a large negative number, not −∞, since
 * differences of −∞ would be NaN.
 */
export function logAddExp(b: Builder, terms: readonly Value[]): Value {
  const largest = b.stopGradient(terms.reduce((left, right) => b.maximum(left, right)));
  const sum = terms.map((term) => b.exp(b.sub(term, largest))).reduce((left, right) => b.add(left, right));
  return b.add(largest, b.log(sum));
}
