import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";

/** What an axis is extended with: PyTorch's `padding_mode`, except zeros. */
export type ExtensionMode = "reflect" | "replicate" | "circular";

/**
 * Extends a tensor before and after along one axis: mirrored at its first and last elements, which are not repeated
 * ("reflect"), by repeating those ("replicate"), or from its other end ("circular").
 */
export function extend(
  b: Builder,
  x: Value,
  axis: number,
  { before, after }: { readonly before: number; readonly after: number },
  mode: ExtensionMode,
): Value {
  const size = at(x.type.shape, axis);
  const cut = (start: number, end: number) =>
    b.slice(x, {
      starts: x.type.shape.map((_, i) => (i === axis ? start : 0)),
      ends: x.type.shape.map((length, i) => (i === axis ? end : length)),
    });
  const repeat = (place: number, times: number) =>
    b.broadcast(cut(place, place + 1), {
      shape: x.type.shape.map((length, i) => (i === axis ? times : length)),
    });
  const mirror = (from: number, times: number) =>
    Array.from({ length: times }, (_, i) => cut(from - i, from - i + 1));
  const beyond = {
    reflect: () => [mirror(before, before), mirror(size - 2, after)],
    replicate: () => [before > 0 ? [repeat(0, before)] : [], after > 0 ? [repeat(size - 1, after)] : []],
    circular: () => [before > 0 ? [cut(size - before, size)] : [], after > 0 ? [cut(0, after)] : []],
  };
  const [first = [], last = []] = beyond[mode]();
  return first.length + last.length === 0 ? x : b.concat([...first, x, ...last], { axis });
}

/** How far an axis of a given size can be extended at one end. */
export function longestExtension(size: number, mode: ExtensionMode): number {
  return { reflect: size - 1, replicate: Infinity, circular: size }[mode];
}
