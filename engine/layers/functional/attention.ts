import type { Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { dropout, type Randomness } from "./dropout";
import { maskedSoftmax, softmax } from "./softmax";

export interface AttentionOptions {
  /** float32 that broadcasts to the scores: 0 where a query must not attend to a key. */
  readonly allowed?: Value | undefined;
  /** Added to the scores; broadcasts to them. */
  readonly bias?: Value | undefined;
  /** Whether a position may attend only to itself and earlier ones. */
  readonly causal: boolean;
  readonly scale: number;
  readonly dropout: number;
}

/**
 * softmax(query · keyᵀ · scale + bias) · value over the last two axes: query [*, T, E], key [*, S, E], value [*, S, V]
 * to output [*, T, V] and weights [*, T, S], after dropout. A query that may attend to nothing gets zeros. Vaswani et
 * al., "Attention is all you need" (2017).
 */
export function attend(
  context: Randomness,
  query: Value,
  key: Value,
  value: Value,
  options: AttentionOptions,
): { readonly output: Value; readonly weights: Value } {
  const { b } = context;
  const product = b.mul(b.matmul(query, key, { transposeA: false, transposeB: true }), options.scale);
  const scores = options.bias ? b.add(product, options.bias) : product;
  const { shape } = scores.type;
  const last = shape.length - 1;
  const past = options.causal ? lowerTriangle(context, at(shape, last - 1), at(shape, last)) : undefined;
  const allowed = past && options.allowed ? b.mul(past, options.allowed) : (past ?? options.allowed);
  const shares = allowed ? maskedSoftmax(b, scores, allowed, last) : softmax(b, scores, last);
  const weights = dropout(context, shares, options.dropout);
  return { output: b.matmul(weights, value, { transposeA: false, transposeB: false }), weights };
}

/** 1 on and below the diagonal, else 0: [rows, columns]. */
function lowerTriangle({ b }: Randomness, rows: number, columns: number): Value {
  const shape = [rows, columns];
  const [row, column] = [
    b.iota({ shape, axis: 0, dtype: "int32" }),
    b.iota({ shape, axis: 1, dtype: "int32" }),
  ];
  return b.greaterEqual(row, column);
}
