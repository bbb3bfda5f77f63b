import type { Builder, Value } from "../ops/operation";
import { sumAll } from "../ops/reductions";
import { at } from "../tensor/tensor";

/**
 * Scales gradients together so that their joint Euclidean norm is at most `limit`, like PyTorch's `clip_grad_norm_`:
 * the factor is min(1, limit / (norm + 1e-6)).
 */
export function scaledToNorm(b: Builder, gradients: readonly Value[], limit: number): Value[] {
  const squares = gradients.map((gradient) => sumAll(b, b.mul(gradient, gradient)));
  const norm = b.sqrt(squares.slice(1).reduce((sum, square) => b.add(sum, square), at(squares, 0)));
  const factor = b.minimum(b.div(limit, b.add(norm, 1e-6)), 1);
  return gradients.map((gradient) => b.mul(gradient, factor));
}
