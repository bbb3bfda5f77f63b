import type { ScopeData } from "../documentData";

/** Where nodes are: the corner of the smallest box around their positions, and its middle. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly middle: readonly [number, number];
}

/** The box around the nodes that have a position; undefined if none has. */
export function boxOf(layout: ScopeData["layout"], ids: Pick<ReadonlySet<string>, "has">): Box | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [id, [x, y]] of Object.entries(layout)) {
    if (!ids.has(id)) continue;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  if (left > right) return undefined;
  const middle = [Math.round((left + right) / 2), Math.round((top + bottom) / 2)] as const;
  return { left, top, width: right - left, middle };
}
