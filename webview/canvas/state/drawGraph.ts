import { t } from "@vscode/l10n";
import type { Graph, Scope } from "../../../engine/graph/graph";
import { infer } from "../../../engine/graph/infer";
import { lintGraph } from "../../../engine/fixes/lints/lintGraph";
import { listed } from "../../../engine/graph/listed";
import { misalignedRows } from "../../../engine/fixes/misalignedRows";
import { pageOf, type Page } from "../../../engine/graph/page";
import { parse } from "../../../engine/document/parse";
import type { Problem } from "../../../engine/graph/problem";
import type { NodeView } from "../model/nodeView";
import { nodeViews } from "../model/nodeView";
import type { Point, Rect } from "../layout/geometry";
import { layWires, type LaidWires } from "../layout/layWires";
import { makeWay, noWay, type Way } from "../layout/makeWay";
import { placeNodes } from "../layout/placeNodes";
import type { Places } from "../layout/tidy";
import type { WireView } from "../model/wireView";
import { wireViews } from "../model/wireView";
import type { CanvasState, FlowEdge, FlowNode } from "./canvasState";
import { frameOf, framesOf, type Frame, type Frames } from "./frames";
import { nodesOfPage } from "./scopes";

/** The drawable part of a text, on the page that is open. Nodes and wires that look the same stay the same objects, so that React skips them. */
export function drawGraph(
  state: CanvasState,
  text: string,
  selected: ReadonlySet<string> = new Set(state.nodes.filter((node) => node.selected).map(({ id }) => id)),
): Partial<CanvasState> {
  const { graph, problems: textProblems } = parse(text);
  if (!graph) return { text, broken: textProblems[0], problems: textProblems };
  const typed = infer(graph, state.facts);
  const wiring = [...typed.problems, ...lintGraph(typed), ...misalignedRows(typed, state.facts)];
  const problems = listed([...textProblems, ...wiring, ...state.dataProblems].filter(notForEmpty(graph)));
  return {
    text,
    broken: undefined,
    typed,
    problems,
    ...drawPage(state, pageOf(typed, state.address), problems, selected),
  };
}

/** The drawable part of a page. Nothing is reused of another page, whose nodes may have the same names. */
export function drawPage(
  before: CanvasState,
  page: Page,
  problems: readonly Problem[],
  selected: ReadonlySet<string>,
): Partial<CanvasState> {
  const state = isSamePage(before.page, page) ? before : { ...before, ...nothingDrawn };
  const views = nodeViews(page, problems, state.facts, state.views);
  const wires = wireViews(page, problems, views, state.wires);
  return { page, ...arrange({ ...state, problems }, page, views, wires, selected) };
}

type Arranged = "views" | "wires" | "frames" | "opened" | "way" | "nodes" | "edges" | keyof LaidWires;

/** Places what a page shows, around the instances that are open. */
export function arrange(
  state: CanvasState,
  page: Page,
  views: ReadonlyMap<string, NodeView>,
  wires: ReadonlyMap<string, WireView>,
  selected: ReadonlySet<string>,
): Pick<CanvasState, Arranged> {
  const name = pageName(page);
  const wanted = openedOn(state.opened, name);
  const frames = framesOf(page, views, wanted, state.problems, state.facts, state.frames);
  // An instance that is gone is not open if there is another one of its name later.
  const still = [...frames.values()].map(({ node }) => node);
  const opened = still.length === wanted.length ? state.opened : { ...state.opened, [name]: still };
  const places = documentPlaces(state, views, wires, page.scope);
  const way = frames.size === 0 ? noWay : makeWay(rectsById(places, views), sizesOnPage(frames));
  const nodes = flowNodes(state, views, places, way, frames, selected);
  const edges = flowEdges(state, wires, frames);
  const laid = withFrames(layWires(nodesOfPage(nodes), wires), frames);
  return { views, wires, frames, opened, way, nodes, edges, ...laid };
}

/** The name that a page's view is saved under: that of its block; "" for the document's own. */
export function pageName({ block }: Pick<Page, "block">): string {
  return block?.name ?? "";
}

export function openedOn(opened: CanvasState["opened"], page: string): readonly string[] {
  return (Object.hasOwn(opened, page) ? opened[page] : undefined) ?? [];
}

/** The courses of the page's own wires with those in frames. */
export function withFrames(own: LaidWires, frames: Frames): LaidWires {
  if (frames.size === 0) return own;
  const all = [own, ...[...frames.values()].map(({ inside }) => inside)];
  return {
    lanes: new Map(all.flatMap(({ lanes }) => [...lanes])),
    labels: new Map(all.flatMap(({ labels }) => [...labels])),
  };
}

const nothingDrawn = {
  views: new Map<string, NodeView>(),
  wires: new Map<string, WireView>(),
  frames: new Map<string, Frame>(),
  way: noWay,
  nodes: [],
  edges: [],
} satisfies Partial<CanvasState>;

/** Whether two pages show the same scope; a page through another instance has the same nodes. */
export function isSamePage(a: Page | undefined, b: Page | undefined): boolean {
  return a !== undefined && b !== undefined && a.block?.name === b.block?.name;
}

/** An empty canvas shows templates instead of the problem that the document is empty. */
function notForEmpty(graph: Graph): (problem: Problem) => boolean {
  return ({ code }) => graph.nodes.size > 0 || code !== "empty-document";
}

/** Where the page's nodes are in the document, or would be. */
function documentPlaces(
  state: CanvasState,
  views: ReadonlyMap<string, NodeView>,
  wires: ReadonlyMap<string, WireView>,
  { layout }: Scope,
): Places {
  // Positions chosen by the canvas are reused as long as the document has none.
  const chosen = Object.fromEntries(
    nodesOfPage(state.nodes).map(({ id, position: { x, y } }) => {
      const shift = state.way.shifts.get(id) ?? { x: 0, y: 0 };
      return [id, [x - shift.x, y - shift.y] as const];
    }),
  );
  return placeNodes(views, wires.values(), { ...chosen, ...layout });
}

function rectsById(places: Places, views: ReadonlyMap<string, NodeView>): Map<string, Rect> {
  const rects = new Map<string, Rect>();
  for (const [id, { width, height }] of views) {
    const [x, y] = places.get(id) ?? [0, 0];
    rects.set(id, { x, y, width, height });
  }
  return rects;
}

function sizesOnPage(frames: Frames): Map<string, NodeView> {
  return new Map(
    [...frames.values()].flatMap(({ node, view }) => (frameOf(node) === "" ? [[node, view] as const] : [])),
  );
}

function flowNodes(
  state: CanvasState,
  views: ReadonlyMap<string, NodeView>,
  places: Places,
  way: Way,
  frames: Frames,
  selected: ReadonlySet<string>,
): FlowNode[] {
  const before = new Map(state.nodes.map((node) => [node.id, node]));
  const asFrames = new Map([...frames.values()].map(({ node, view }) => [node, view]));
  const own = [...views].map(([id, view]) => {
    const old = before.get(id);
    const [x, y] = places.get(id) ?? [0, 0];
    const shift = way.shifts.get(id);
    const position = old?.dragging ? old.position : shift ? { x: x + shift.x, y: y + shift.y } : { x, y };
    return flowNode(old, asFrames.get(id) ?? view, position, selected.has(id));
  });
  const inner = [...frames.values()].flatMap(({ node, views: inside, inside: { positions } }) =>
    [...inside].map(([id, view]) => {
      const old = before.get(id);
      const position = old?.dragging ? old.position : (positions.get(id) ?? { x: 0, y: 0 });
      return flowNode(old, asFrames.get(id) ?? view, position, selected.has(id), node);
    }),
  );
  return [...own, ...inner];
}

function flowNode(
  old: FlowNode | undefined,
  view: NodeView,
  position: Point,
  selected: boolean,
  frame?: string,
): FlowNode {
  if (
    old?.data.view === view &&
    old.position.x === position.x &&
    old.position.y === position.y &&
    Boolean(old.selected) === selected
  )
    return old;
  return {
    id: view.id,
    type: view.look,
    data: { view },
    position,
    width: view.width,
    height: view.height,
    measured: { width: view.width, height: view.height },
    selected,
    dragging: old?.dragging,
    ariaLabel: view.bypassed ? t("{0}, {1}, bypassed", view.name, view.type) : `${view.name}, ${view.type}`,
    // The ports in a frame are where their nodes are.
    ...(frame === undefined ? {} : { parentId: frame, draggable: view.look !== "end" }),
  };
}

function flowEdges(state: CanvasState, wires: ReadonlyMap<string, WireView>, frames: Frames): FlowEdge[] {
  const before = new Map(state.edges.map((edge) => [edge.id, edge]));
  const drawn = (some: ReadonlyMap<string, WireView>, inFrame: boolean) =>
    [...some].map(([id, wire]): FlowEdge => {
      const old = before.get(id);
      if (old?.data?.wire === wire) return old;
      return {
        id,
        type: "wire",
        source: wire.from.node,
        sourceHandle: wire.from.port,
        target: wire.to.node,
        targetHandle: wire.to.port,
        data: { wire, inFrame },
        selected: old?.selected,
      };
    });
  return [...drawn(wires, false), ...[...frames.values()].flatMap((frame) => drawn(frame.wires, true))];
}
