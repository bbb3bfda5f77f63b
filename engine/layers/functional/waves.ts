import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";

/** Sine and cosine of t · base^(−2i/features) for each position t and each pair i of features: [time, pairs, 1]. */
export interface Waves {
  readonly sin: Value;
  readonly cos: Value;
}

/** The frequencies are computed here in float64, because their error grows with t. */
export function waves(b: Builder, time: number, features: number, base: number): Waves {
  const pairs = Math.ceil(features / 2);
  const frequencies = Array.from({ length: pairs }, (_, i) => base ** ((-2 * i) / features));
  const place = b.iota({ shape: [time, 1], axis: 0, dtype: "float32" });
  const angle = b.mul(place, b.table({ values: frequencies, dtype: "float32" }));
  const column = (x: Value) => b.reshape(x, { shape: [time, pairs, 1] });
  return { sin: column(b.sin(angle)), cos: column(b.cos(angle)) };
}

/**
 * Rotates each pair of neighbouring features of x [*, time, features] by the angle of its position. Su et al. (2021).
 */
export function rotate(b: Builder, x: Value, { sin, cos }: Waves): Value {
  const { shape } = x.type;
  const split = [...shape.slice(0, -1), at(shape, shape.length - 1) / 2, 2];
  const pairs = b.reshape(x, { shape: split });
  const last = split.length - 1;
  const part = (place: number) =>
    b.slice(pairs, {
      starts: split.map((_, axis) => (axis === last ? place : 0)),
      ends: split.map((size, axis) => (axis === last ? place + 1 : size)),
    });
  const [even, odd] = [part(0), part(1)];
  const turned = [b.sub(b.mul(even, cos), b.mul(odd, sin)), b.add(b.mul(even, sin), b.mul(odd, cos))];
  return b.reshape(b.concat(turned, { axis: last }), { shape });
}
