import type { Builder, Value } from "../../ops/operation";

/** The elements of one axis at the positions in an int32 list [k], in its order; positions may repeat. */
export function takeRows(b: Builder, x: Value, axis: number, places: Value): Value {
  const { shape } = x.type;
  const others = shape.flatMap((_, i) => (i === axis ? [] : [i]));
  const taken = b.gather(b.transpose(x, { permutation: [axis, ...others] }), places, { axis: 0 });
  const permutation = shape.map((_, i) => (i === axis ? 0 : i < axis ? i + 1 : i));
  return b.transpose(taken, { permutation });
}
