import type { Point, Rect } from "./geometry";
import { RectGrid } from "./RectGrid";
import { laneReach, wireCourse } from "./wireCourse";

export interface WireEnds {
  readonly id: string;
  readonly from: Point;
  readonly to: Point;
  /** The nodes at its ends. */
  readonly nodes: readonly [string, string];
}

export type NodeRect = Rect & { readonly id: string };

/** Distance of a lane from nodes and from other lanes. */
const clearance = 12;

/**
 * The heights along which wires run whose straight way would lead under nodes or back over them. A wire is absent
 * where the direct way is free, or where there is no better one.
 */
export function placeLanes(
  wires: readonly WireEnds[],
  nodes: readonly NodeRect[],
): ReadonlyMap<string, number> {
  const grid = new RectGrid(nodes);
  const taken = new RectGrid();
  const lanes = new Map<string, number>();
  const heights = [
    ...new Set(nodes.flatMap(({ y, height }) => [y - clearance - 2, y + height + clearance + 2])),
  ];
  const crossing = wires.filter((wire) => runsBack(wire) || isCovered(wire, grid));
  // Short ones choose first: long ones go around them.
  for (const wire of crossing.sort((a, b) => span(a) - span(b))) {
    const lane = bestLane(wire, heights, grid, taken);
    if (lane === undefined) continue;
    lanes.set(wire.id, lane);
    taken.add(laneRect(wire, lane));
  }
  return lanes;
}

function runsBack({ from, to }: WireEnds): boolean {
  return to.x < from.x + 8;
}

/** Whether the direct way leads under a node other than its ends. */
function isCovered({ from, to, nodes }: WireEnds, grid: RectGrid<NodeRect>): boolean {
  const { at } = wireCourse(from, to);
  for (let sample = 1; sample < 24; sample++) {
    const { x, y } = at(sample / 24);
    if (grid.hits({ x: x - 1, y: y - 3, width: 2, height: 6 }, ({ id }) => nodes.includes(id))) return true;
  }
  return false;
}

function bestLane(
  wire: WireEnds,
  heights: readonly number[],
  grid: RectGrid<NodeRect>,
  taken: RectGrid,
): number | undefined {
  const { from, to } = wire;
  const way = (lane: number) => Math.abs(lane - from.y) + Math.abs(lane - to.y);
  const steps = [0, 1, -1, 2, -2, 3, -3].map((step) => step * clearance);
  const candidates = [
    (from.y + to.y) / 2,
    ...heights.flatMap((height) => steps.map((step) => height + step)),
  ];
  let best: number | undefined;
  for (const lane of candidates) {
    if (best !== undefined && way(lane) >= way(best)) continue;
    if (isFree(wire, lane, grid, taken)) best = lane;
  }
  return best;
}

function isFree(wire: WireEnds, lane: number, grid: RectGrid<NodeRect>, taken: RectGrid): boolean {
  const { from, to } = wire;
  const run = laneRect(wire, lane);
  if (grid.hits(run) || taken.hits(run)) return false;
  const down = (x: number, y: number) => ({
    x: x - 2,
    y: Math.min(y, lane),
    width: 4,
    height: Math.abs(lane - y),
  });
  return !grid.hits(down(from.x + laneReach, from.y)) && !grid.hits(down(to.x - laneReach, to.y));
}

/** The straight part of a lane, with some room around it. */
function laneRect({ from, to }: WireEnds, lane: number): Rect {
  const [a, b] = [from.x + laneReach, to.x - laneReach];
  const half = clearance / 2;
  return { x: Math.min(a, b), y: lane - half, width: Math.abs(b - a), height: 2 * half - 1 };
}

function span({ from, to }: WireEnds): number {
  return Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
}
