import { at } from "../../tensor/tensor";

/** The first and the rest of what arrives at a port that takes many wires and has at least one. */
export function operands<T>(arriving: readonly T[] | undefined): readonly [T, readonly T[]] {
  const all = arriving ?? [];
  return [at(all, 0), all.slice(1)];
}
