import type { Builder, Value } from "../../ops/operation";

/**
 * ‖x − y + eps‖ₚ over the last axis, like `torch.nn.functional.pairwise_distance`. Where a distance is 0, so is its
 * gradient, as in PyTorch.
 */
export function pairwiseDistance(b: Builder, x: Value, y: Value, p: number, eps: number): Value {
  const difference = b.add(b.sub(x, y), eps);
  const total = (terms: Value) => b.sum(terms, { axes: [terms.type.shape.length - 1], keepDims: false });
  if (p === 1) return total(b.abs(difference));
  if (p === 2) return positivePower(b, total(b.mul(difference, difference)), (sum) => b.sqrt(sum));
  // An element of 0 gets no gradient, although the slope of its power is steep for p below 1.
  const powers = positivePower(b, b.abs(difference), (size) => b.pow(size, p));
  return positivePower(b, total(powers), (sum) => b.pow(sum, 1 / p));
}

/** A power with value and gradient 0 at 0, where its slope may be infinite. */
function positivePower(b: Builder, x: Value, power: (x: Value) => Value): Value {
  const positive = b.greater(x, 0);
  return b.where(positive, power(b.where(positive, x, 1)), 0);
}
