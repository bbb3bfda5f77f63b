import { groupBy } from "../../ui/groupBy";
import type { NodeView, Side } from "../model/nodeView";
import type { WireView } from "../model/wireView";
import { around, type Point, type Rect } from "./geometry";
import { handlePlace } from "./handlePlace";
import { layWires, type LaidWires } from "./layWires";
import { makeWay, type Way } from "./makeWay";
import { placeNodes } from "./placeNodes";
import type { Places } from "./tidy";
import type { Detour } from "./wireCourse";
import { wireEnds } from "./wireEnds";

/** An open instance's nodes in its frame, whose upper left corner is the origin. */
export interface Inside extends LaidWires {
  /** By id on the canvas, and so are the nodes' other maps. */
  readonly positions: ReadonlyMap<string, Point>;
  readonly width: number;
  readonly height: number;
  /** The heights of the frame's ports, in the order of the block's. */
  readonly portsAt: Record<Side, readonly number[]>;
  /** Where the nodes are in the block's layout, written or chosen. */
  readonly places: Places;
  /** From a place in the layout, nodes that are open making no way, to its position in the frame. */
  readonly origin: Point;
  readonly way: Way;
}

/** Distances inside a frame, in px. */
const frame = { header: 34, margin: 18, port: 24, inset: 9, betweenPorts: 10, wires: 60 };

/**
 * Arranges what is in an open instance: its nodes as in the block's layout, and the block's ports at the left and right
 * edges, level with the nodes that they are connected to. `open` are the views of instances in it that are open in turn.
 */
export function arrangeInside(
  views: ReadonlyMap<string, NodeView>,
  wires: ReadonlyMap<string, WireView>,
  layout: Readonly<Record<string, readonly [number, number]>>,
  open: ReadonlyMap<string, NodeView>,
  narrowest: number,
): Inside {
  const nodes = new Map([...views].filter(([, { look }]) => look !== "end"));
  const between = [...wires.values()].filter(({ from, to }) => nodes.has(from.node) && nodes.has(to.node));
  const places = placeNodes(nodes, between, layout);
  const rects = new Map<string, Rect>();
  for (const [id, { width, height }] of nodes) {
    const [x, y] = places.get(id) ?? [0, 0];
    rects.set(id, { x, y, width, height });
  }
  const way = makeWay(rects, open);
  const shown = new Map<string, Rect>();
  for (const [id, { x, y, width, height }] of rects) {
    const { x: dx, y: dy } = way.shifts.get(id) ?? { x: 0, y: 0 };
    const size = open.get(id) ?? { width, height };
    shown.set(id, { x: x + dx, y: y + dy, width: size.width, height: size.height });
  }
  const content = around(shown.values()) ?? { x: 0, y: 0, width: 0, height: frame.port };

  const inputs = [...views.values()].filter(({ look, outputs }) => look === "end" && outputs.length > 0);
  const outputs = [...views.values()].filter(({ look, inputs: into }) => look === "end" && into.length > 0);
  const roomFor = (ends: readonly NodeView[]) =>
    ends.reduce((most, { width }) => Math.max(most, width), 0) + frame.inset + frame.wires;
  const top = frame.header + frame.margin;
  const origin = { x: roomFor(inputs) - content.x, y: top - content.y };
  const positions = new Map<string, Point>();
  for (const [id, { x, y }] of shown) positions.set(id, { x: x + origin.x, y: y + origin.y });

  const viewNow = (id: string) => open.get(id) ?? nodes.get(id);
  const outgoing = groupBy(wires.values(), ({ from }) => from.node);
  const incoming = groupBy(wires.values(), ({ to }) => to.node);
  /** The height of a node's handle. */
  const heightOf = ({ node, port }: WireView["to"], side: Side) => {
    const [view, position] = [viewNow(node), positions.get(node)];
    if (!view || !position) return undefined;
    const ports = side === "input" ? view.inputs : view.outputs;
    const index = ports.findIndex(({ name }) => name === port);
    return position.y + handlePlace(view, side, index).y;
  };
  const portsAt = {
    input: spread(
      inputs.map(({ id }) => firstOf(outgoing.get(id), ({ to }) => heightOf(to, "input"))),
      top,
    ),
    output: spread(
      outputs.map(({ id }) => firstOf(incoming.get(id), ({ from }) => heightOf(from, "output"))),
      top,
    ),
  };
  const width = Math.max(narrowest, roomFor(inputs) + content.width + roomFor(outputs));
  const lowest = [...portsAt.input, ...portsAt.output].reduce((most, y) => Math.max(most, y), 0);
  const height = Math.max(top + content.height, lowest + frame.port / 2) + frame.margin;
  inputs.forEach(({ id, height: own }, index) =>
    positions.set(id, { x: frame.inset, y: (portsAt.input[index] ?? top) - own / 2 }),
  );
  outputs.forEach(({ id, width: wide, height: own }, index) =>
    positions.set(id, { x: width - frame.inset - wide, y: (portsAt.output[index] ?? top) - own / 2 }),
  );

  const placed = [...views].map(([id, view]) => ({
    id,
    position: positions.get(id) ?? { x: 0, y: 0 },
    data: { view: open.get(id) ?? view },
  }));
  const { lanes, labels } = layWires(placed, wires);
  const byId = new Map(placed.map((node) => [node.id, node]));
  const relative = new Map(
    [...lanes].map(([id, detour]) => {
      const wire = wires.get(id);
      const from = wire && wireEnds(wire, byId)?.from;
      return [id, from ? moved(detour, -from.x, -from.y) : detour] as const;
    }),
  );
  return { positions, width, height, portsAt, places, origin, way, lanes: relative, labels };
}

/** A detour moved. Those of wires in a frame are relative to their beginnings, so that they move with the frame. */
export function moved(detour: Detour, x: number, y: number): Detour {
  const [first, passage, last] = detour;
  return passage === undefined || last === undefined ? [first + y] : [first + y, passage + x, last + y];
}

/** Heights as wished, as far as there is room for a port at each; those without a wish come below the others. */
function spread(wishes: readonly (number | undefined)[], top: number): number[] {
  const order = wishes
    .map((wish, index) => ({ index, wish: wish ?? Infinity }))
    .sort((a, b) => a.wish - b.wish || a.index - b.index);
  const heights: number[] = [];
  let free = top + frame.port / 2;
  for (const { index, wish } of order) {
    const height = wish === Infinity ? free : Math.max(free, wish);
    heights[index] = height;
    free = height + frame.port + frame.betweenPorts;
  }
  return heights;
}

function firstOf<T, R>(items: readonly T[] | undefined, value: (item: T) => R | undefined): R | undefined {
  for (const item of items ?? []) {
    const found = value(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
