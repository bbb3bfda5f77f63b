import type { DataFacts } from "../../../engine/data/catalog/facts";
import type { Block } from "../../../engine/graph/graph";
import { pageInside, pageOf, type Page } from "../../../engine/graph/page";
import type { Problem } from "../../../engine/graph/problem";
import type { FlowNode } from "./canvasState";
import { arrangeInside, type Inside } from "../layout/arrangeInside";
import type { Point } from "../layout/geometry";
import { frameWidth } from "../model/nodeSize";
import { nodeViews, portsOf, type NodeView, type Side } from "../model/nodeView";
import { wireViews, type WireView } from "../model/wireView";

/** An instance of a block that is open in place: a frame around its nodes. */
export interface Frame {
  /** The instance's id on the canvas. */
  readonly node: string;
  /** What is before the slash in the ids of the nodes in it; of a repeated instance, the first is shown: `stage/0`. */
  readonly path: string;
  readonly page: Page;
  readonly views: ReadonlyMap<string, NodeView>;
  readonly wires: ReadonlyMap<string, WireView>;
  readonly inside: Inside;
  /** The view of the instance as a frame. */
  readonly view: NodeView;
}

/** By their paths, outer ones before those in them. */
export type Frames = ReadonlyMap<string, Frame>;

/** What is before the last slash of an id on the canvas: the path of the frame that the node is in; empty if in none. */
export function frameOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf("/")));
}

/** A node's id on its own page. */
export function idInside(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** The frames of the instances that are open on a page; only of those, anything is computed. */
export function framesOf(
  page: Page,
  views: ReadonlyMap<string, NodeView>,
  opened: readonly string[],
  problems: readonly Problem[],
  facts: DataFacts,
  before: Frames,
): Frames {
  const drawn = new Map<string, Omit<Frame, "inside" | "view">>();
  const depth = (id: string) => id.split("/").length;
  for (const node of [...opened].sort((a, b) => depth(a) - depth(b))) {
    const around = frameOf(node);
    const outer = around === "" ? { page, views } : drawn.get(around);
    const address = outer && pageInside(outer.page, idInside(node));
    if (!address) continue;
    const path = outer.views.get(node)?.count === undefined ? node : `${node}/0`;
    const inner = pageOf(page.typed, address);
    const old = before.get(path);
    const inViews = nodeViews(inner, problems, facts, old?.views ?? new Map(), `${path}/`);
    const wires = wireViews(inner, problems, inViews, old?.wires ?? new Map(), `${path}/`);
    drawn.set(path, { node, path, page: inner, views: inViews, wires });
  }
  // What is in a frame has to be arranged before the frame has a size.
  const frames = new Map<string, Frame>();
  const openIn = new Map<string, Map<string, NodeView>>();
  for (const shown of [...drawn.values()].reverse()) {
    const { node, path, page: inner } = shown;
    const around = frameOf(node);
    const own = (around === "" ? views : drawn.get(around)?.views)?.get(node);
    if (!own) continue;
    const chosen = before.get(path)?.inside.places ?? new Map<string, readonly [number, number]>();
    const written = Object.entries(inner.scope.layout).map(
      ([id, place]) => [`${path}/${id}`, place] as const,
    );
    const layout = Object.fromEntries([...chosen, ...written]);
    const open = openIn.get(path) ?? new Map<string, NodeView>();
    const inside = arrangeInside(shown.views, shown.wires, layout, open, frameWidth(own));
    const view = reused(before.get(path)?.view, frameView(own, inner.block, inside));
    frames.set(path, { ...shown, inside, view });
    openIn.set(around, (openIn.get(around) ?? new Map<string, NodeView>()).set(node, view));
  }
  return new Map(
    [...drawn.keys()].flatMap((path) => {
      const frame = frames.get(path);
      return frame ? [[path, frame] as const] : [];
    }),
  );
}

/** The layout of a frame's block after some of its nodes were moved; undefined if they are where they were. */
export function layoutAfter(
  { page, path, inside: { places, origin, way } }: Frame,
  nodes: readonly Pick<FlowNode, "id" | "position" | "data">[],
  moved: readonly string[],
): Record<string, [number, number]> | undefined {
  const wanted = new Set(moved);
  const layout: Record<string, [number, number]> = {};
  let isMoved = false;
  for (const {
    id,
    position,
    data: { view },
  } of nodes) {
    const before = frameOf(id) === path ? places.get(id) : undefined;
    if (!before) continue;
    const shown = {
      x: position.x - origin.x,
      y: position.y - origin.y,
      width: view.width,
      height: view.height,
    };
    const home = way.home(shown);
    const [x, y] = wanted.has(id) ? [home.x, home.y] : before;
    const place: [number, number] = [Math.round(x), Math.round(y)];
    const hasMoved = wanted.has(id) && (place[0] !== before[0] || place[1] !== before[1]);
    isMoved ||= hasMoved;
    // Places that the canvas chose are written too, as those of a page are.
    if (hasMoved || page.scope.layout[idInside(id)] === undefined) layout[idInside(id)] = place;
  }
  return isMoved ? layout : undefined;
}

/** The frame at a point of the canvas, the innermost if it is in several, and where its layout begins. */
export function frameAt(
  frames: Frames,
  nodes: readonly FlowNode[],
  { x, y }: Point,
): { readonly frame: Frame; readonly corner: Point } | undefined {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const corners = new Map<string, Point>();
  let found: { readonly frame: Frame; readonly corner: Point } | undefined;
  for (const frame of frames.values()) {
    const { position = { x: 0, y: 0 } } = byId.get(frame.node) ?? {};
    const around = corners.get(frameOf(frame.node)) ?? { x: 0, y: 0 };
    const corner = { x: around.x + position.x, y: around.y + position.y };
    corners.set(frame.path, corner);
    const { width, height } = frame.view;
    if (x >= corner.x && y >= corner.y && x < corner.x + width && y < corner.y + height)
      found = { frame, corner };
  }
  return found;
}

/** The instance as a frame, where all of the block's ports are shown, in the block's order. */
function frameView(own: NodeView, block: Block | undefined, { width, height, portsAt }: Inside): NodeView {
  const all = (side: Side, ports: Block["inputs"] = []) => {
    const views = new Map(portsOf(own, side).map((port) => [port.name, port]));
    return ports.map(({ name }) => views.get(name) ?? { name });
  };
  const [inputs, outputs] = [all("input", block?.inputs), all("output", block?.outputs)];
  return { ...own, look: "frame", inputs, outputs, spare: { input: [], output: [] }, width, height, portsAt };
}

function reused<T>(old: T | undefined, now: T): T {
  return old !== undefined && JSON.stringify(old) === JSON.stringify(now) ? old : now;
}
