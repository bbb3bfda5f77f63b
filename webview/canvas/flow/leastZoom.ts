import type { Rect } from "../layout/geometry";

/** How far one can zoom out of a small graph. */
const usual = 0.1;

/** How far one can zoom out: far enough to see the whole graph, with some room around it, in a view of a size. */
export function leastZoom(graph: Rect | undefined, width: number, height: number): number {
  if (!graph || width === 0 || height === 0) return usual;
  return Math.min(usual, (0.8 * width) / graph.width, (0.8 * height) / graph.height);
}
