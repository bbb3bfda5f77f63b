import { at } from "../../tensor/tensor";

/** The first and the remaining operands at a variadic port with at least one wire. */
export function operands<T>(arriving: readonly T[] | undefined): readonly [T, readonly T[]] {
  const all = arriving ?? [];
  return [at(all, 0), all.slice(1)];
}
