import type { Builder, Value } from "../../ops/operation";

/**
 * ‖x − y + eps‖ₚ over the last axis, as `torch.nn.functional.pairwise_distance`. Where a distance is 0 its gradient is
 * 0, as PyTorch's.
 */
export function pairwiseDistance(b: Builder, x: Value, y: Value, p: number, eps: number): Value {
  const difference = b.add(b.sub(x, y), eps);
  const total = (terms: Value) => b.sum(terms, { axes: [terms.type.shape.length - 1], keepDims: false });
  if (p === 1) return total(b.abs(difference));
  if (p === 2) return positiveRoot(b, total(b.mul(difference, difference)), (sum) => b.sqrt(sum));
  return positiveRoot(b, total(b.pow(b.abs(difference), p)), (sum) => b.pow(sum, 1 / p));
}

/** A root, whose slope at 0 is infinite: there it is 0 without a gradient. */
function positiveRoot(b: Builder, sum: Value, root: (sum: Value) => Value): Value {
  const positive = b.greater(sum, 0);
  return b.where(positive, root(b.where(positive, sum, 1)), 0);
}
