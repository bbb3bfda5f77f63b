import type { DataFacts } from "../../../engine/data/catalog/facts";
import type { Block } from "../../../engine/graph/graph";
import { pageInside, pageOf, type Page } from "../../../engine/graph/page";
import type { Problem } from "../../../engine/graph/problem";
import { arrangeInside, type Inside } from "../layout/arrangeInside";
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
