import type { Point, Rect } from "./geometry";
import { RectGrid } from "./RectGrid";
import type { Detour } from "./wireCourse";
import { laneReach, wireCourse } from "./wireCourse";

export interface WireEnds {
  readonly id: string;
  readonly from: Point;
  readonly to: Point;
  /** How far its direct route bends down. */
  readonly bow: number;
  /** The nodes at its ends. */
  readonly nodes: readonly [string, string];
  /** Whether its node has other ports above and below its own, at its beginning and at its end. */
  readonly beside: readonly [Beside, Beside];
}

export interface Beside {
  readonly above: boolean;
  readonly below: boolean;
}

export type NodeRect = Rect & { readonly id: string };

/** Minimum distance between a lane and nodes or other lanes. */
const clearance = 12;
/** How far above or below its ends a wire may run. */
const furthest = 500;
/** Both ends of a longer wire are never on screen together, so it takes the direct route. */
const longest = 20_000;
/**
 * Limit on the total work of the search over all wires; in a very large graph, the longest wires take the direct route.
 */
const budget = 3_000_000;

/**
 * Detours for wires whose direct route would run under nodes or backwards across them. A wire is absent if its direct
 * route is free or if there is no better one.
 */
export function placeLanes(
  wires: readonly WireEnds[],
  nodes: readonly NodeRect[],
): ReadonlyMap<string, Detour> {
  const field = {
    nodes: new RectGrid(nodes),
    taken: new RectGrid(),
    uprights: new RectGrid(),
    left: budget,
    heights: besides(nodes.map(({ y, height }) => [y, y + height])),
    // Two of them would collide in the usual gap between nodes.
    passages: besides(
      nodes.map(({ x, width }) => [x, x + width]),
      2,
    ),
  };
  const detours = new Map<string, Detour>();
  const crossing = wires.filter(
    (wire) => span(wire) <= longest && (runsBack(wire) || isCovered(wire, field.nodes)),
  );
  // Short wires choose first; long ones go around them.
  for (const wire of crossing.sort((a, b) => span(a) - span(b))) {
    if (field.left <= 0) break;
    const detour = oneLane(wire, field) ?? twoLanes(wire, field);
    if (!detour) continue;
    detours.set(wire.id, detour);
    for (const run of runsOf(wire, detour)) field.taken.add(run);
    for (const upright of uprightsOf(wire, detour)) field.uprights.add(upright);
  }
  return detours;
}

interface Field {
  readonly nodes: RectGrid<NodeRect>;
  /** Lanes in use. */
  readonly taken: RectGrid;
  /** Vertical segments in use. */
  readonly uprights: RectGrid;
  /** Candidate heights next to nodes. */
  readonly heights: Stops;
  /** Candidate x positions where a wire can pass vertically between nodes. */
  readonly passages: Stops;
  /** Remaining search budget. */
  left: number;
}

/** Candidate positions for wires, ascending, each with its rank among equally good ones. */
type Stops = readonly { readonly place: number; readonly rank: number }[];

/** Just outside each pair of edges, and further lanes beyond that. */
function besides(edges: readonly (readonly [number, number])[], lanes = 4): Stops {
  const places = new Set<number>();
  for (const [low, high] of edges) {
    for (let lane = 0; lane < lanes; lane++) {
      places.add(low - clearance * (lane + 1) - 2);
      places.add(high + clearance * (lane + 1) + 2);
    }
  }
  return [...places].map((place, rank) => ({ place, rank })).sort((a, b) => a.place - b.place);
}

function runsBack({ from, to }: WireEnds): boolean {
  return to.x < from.x + 8;
}

/** Whether the direct route runs under a node other than the wire's own. */
function isCovered({ from, to, bow, nodes }: WireEnds, grid: RectGrid<NodeRect>): boolean {
  const { at } = wireCourse(from, to, undefined, bow);
  for (let sample = 1; sample < 24; sample++) {
    const { x, y } = at(sample / 24);
    if (grid.hits({ x: x - 1, y: y - 3, width: 2, height: 6 }, ({ id }) => nodes.includes(id))) return true;
  }
  return false;
}

/** The cheapest detour along one height. */
function oneLane(wire: WireEnds, field: Field): Detour | undefined {
  const { from, to, beside } = wire;
  const cost = (lane: number) =>
    Math.abs(lane - from.y) +
    Math.abs(lane - to.y) +
    crossingCost(lane, from.y, beside[0]) +
    crossingCost(lane, to.y, beside[1]);
  const middle = (from.y + to.y) / 2;
  const lanes = cheapest(field, field.heights, cost, {
    low: Math.min(from.y, to.y) - furthest,
    high: Math.max(from.y, to.y) + furthest,
  });
  // Insert before equally good ones.
  const worse = lanes.findIndex((lane) => cost(lane) >= cost(middle));
  lanes.splice(worse < 0 ? lanes.length : worse, 0, middle);
  const free = lanes.find((lane) => isFree(wire, [lane], field));
  return free === undefined ? undefined : [free];
}

/** How many of the best places at either end are tried together. */
const tries = 6;

/** A detour along two heights joined by a passage, for when one height is not enough. */
function twoLanes(wire: WireEnds, field: Field): Detour | undefined {
  const { from, to, beside } = wire;
  const [x1, x2] = [from.x + laneReach, to.x - laneReach];
  const near = (y: number, x: number, side: Beside) =>
    cheapest(field, field.heights, (lane) => Math.abs(lane - y) + crossingCost(lane, y, side), {
      low: y - furthest,
      high: y + furthest,
    })
      .filter((lane) => !field.nodes.hits(vertical(x, y, lane)))
      .slice(0, tries);
  const ends = near(to.y, x2, beside[1]);
  let best: Detour | undefined;
  let least = Infinity;
  for (const first of near(from.y, x1, beside[0])) {
    for (const last of ends) {
      const way = (x: number) => Math.abs(x - x1) + Math.abs(x - x2);
      const passages = cheapest(field, field.passages, way, {
        low: Math.min(x1, x2) - furthest,
        high: Math.max(x1, x2) + furthest,
      });
      for (const x of passages) {
        const cost = way(x) + Math.abs(first - from.y) + Math.abs(last - to.y) + Math.abs(last - first);
        if (cost >= least) break;
        const detour: Detour = [first, x, last];
        if (isFree(wire, detour, field)) [best, least] = [detour, cost];
      }
    }
  }
  return best;
}

function cheapest(
  field: Field,
  stops: Stops,
  cost: (place: number) => number,
  { low, high }: { readonly low: number; readonly high: number },
): number[] {
  const found: { readonly place: number; readonly rank: number; readonly cost: number }[] = [];
  for (let index = firstAbove(stops, low); index < stops.length; index++) {
    const stop = stops[index];
    if (!stop || stop.place >= high) break;
    found.push({ ...stop, cost: cost(stop.place) });
  }
  field.left -= found.length;
  return found.sort((a, b) => a.cost - b.cost || a.rank - b.rank).map(({ place }) => place);
}

/** The index of the first stop above a position. */
function firstAbove(stops: Stops, place: number): number {
  let [low, high] = [0, stops.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stops[middle]?.place ?? Infinity) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * A wire that turns across the ports next to its own is likely to cross their wires, so this adds a cost that can
 * justify a detour.
 */
function crossingCost(lane: number, port: number, { above, below }: Beside): number {
  return (lane < port && above) || (lane > port && below) ? 90 : 0;
}

function isFree(wire: WireEnds, detour: Detour, field: Field): boolean {
  const { nodes, taken, uprights } = field;
  field.left -= 10 + span(wire) / 20;
  const [first, x, last = first] = detour;
  if (runsOf(wire, detour).some((run) => nodes.hits(run) || taken.hits(run))) return false;
  if (x !== undefined && uprights.hits(widened(vertical(x, first, last)))) return false;
  return !uprightsOf(wire, detour).some((upright) => nodes.hits(upright));
}

function uprightsOf({ from, to }: WireEnds, [first, x, last = first]: Detour): Rect[] {
  return [
    vertical(from.x + laneReach, from.y, first),
    ...(x === undefined ? [] : [vertical(x, first, last)]),
    vertical(to.x - laneReach, to.y, last),
  ];
}

/** With the clearance between lanes added on each side. */
function widened({ x, y, width, height }: Rect): Rect {
  return { x: x - clearance / 2, y, width: width + clearance, height };
}

/** The horizontal parts of a detour, with clearance around them. */
function runsOf({ from, to }: WireEnds, [first, x, last = first]: Detour): Rect[] {
  const [x1, x2] = [from.x + laneReach, to.x - laneReach];
  return x === undefined ? [level(first, x1, x2)] : [level(first, x1, x), level(last, x, x2)];
}

function level(y: number, a: number, b: number): Rect {
  return { x: Math.min(a, b), y: y - clearance / 2, width: Math.abs(b - a), height: clearance - 1 };
}

function vertical(x: number, a: number, b: number): Rect {
  return { x: x - 2, y: Math.min(a, b), width: 4, height: Math.abs(b - a) };
}

function span({ from, to }: WireEnds): number {
  return Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
}
