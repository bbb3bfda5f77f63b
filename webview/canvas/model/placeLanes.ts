import type { Point, Rect } from "./geometry";
import { RectGrid } from "./RectGrid";
import { laneReach, wireCourse } from "./wireCourse";

export interface WireEnds {
  readonly id: string;
  readonly from: Point;
  readonly to: Point;
  /** The nodes at its ends. */
  readonly nodes: readonly [string, string];
  /** Whether other ports stand above and below its own, at its beginning and at its end. */
  readonly beside: readonly [Beside, Beside];
}

export interface Beside {
  readonly above: boolean;
  readonly below: boolean;
}

export type NodeRect = Rect & { readonly id: string };

/** Distance of a lane from nodes and from other lanes. */
const clearance = 12;
/** How far beside its ends a wire may run. */
const furthest = 500;

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
  const heights = laneHeights(nodes);
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

/** Heights just above and below nodes, and further ones for lanes beside each other. */
function laneHeights(nodes: readonly Rect[]): number[] {
  const heights = new Set<number>();
  for (const { y, height } of nodes) {
    for (let lane = 0; lane < 4; lane++) {
      heights.add(y - clearance * (lane + 1) - 2);
      heights.add(y + height + clearance * (lane + 1) + 2);
    }
  }
  return [...heights];
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
  const way = (lane: number) =>
    Math.abs(lane - from.y) +
    Math.abs(lane - to.y) +
    crossingCost(lane, from.y, wire.beside[0]) +
    crossingCost(lane, to.y, wire.beside[1]);
  const [top, bottom] = [Math.min(from.y, to.y) - furthest, Math.max(from.y, to.y) + furthest];
  return [(from.y + to.y) / 2, ...heights.filter((lane) => lane > top && lane < bottom)]
    .map((lane) => ({ lane, cost: way(lane) }))
    .sort((a, b) => a.cost - b.cost)
    .find(({ lane }) => isFree(wire, lane, grid, taken))?.lane;
}

/** A wire that turns across the ports beside its own is likely to cross their wires; a detour is worth something. */
function crossingCost(lane: number, port: number, { above, below }: Beside): number {
  return (lane < port && above) || (lane > port && below) ? 90 : 0;
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
