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
import { layWires } from "../layout/layWires";
import { placeNodes } from "../layout/placeNodes";
import type { WireView } from "../model/wireView";
import { wireViews } from "../model/wireView";
import type { CanvasState, FlowEdge, FlowNode } from "./canvasState";

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
  const nodes = flowNodes(state, views, wires, page.scope, selected);
  const edges = flowEdges(state, wires);
  return { page, views, wires, nodes, edges, ...layWires(nodes, wires) };
}

const nothingDrawn = {
  views: new Map<string, NodeView>(),
  wires: new Map<string, WireView>(),
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

function flowNodes(
  state: CanvasState,
  views: ReadonlyMap<string, NodeView>,
  wires: ReadonlyMap<string, WireView>,
  { layout }: Scope,
  selected: ReadonlySet<string>,
): FlowNode[] {
  const before = new Map(state.nodes.map((node) => [node.id, node]));
  // Positions chosen by the canvas are reused as long as the document has none.
  const chosen = Object.fromEntries(
    state.nodes.map(({ id, position }) => [id, [position.x, position.y] as const]),
  );
  const places = placeNodes(views, wires.values(), { ...chosen, ...layout });
  return [...views].map(([id, view]) => {
    const old = before.get(id);
    const [x, y] = places.get(id) ?? [0, 0];
    const position = old?.dragging ? old.position : { x, y };
    const isSelected = selected.has(id);
    if (
      old?.data.view === view &&
      old.position.x === position.x &&
      old.position.y === position.y &&
      Boolean(old.selected) === isSelected
    )
      return old;
    return {
      id,
      type: view.look,
      data: { view },
      position,
      width: view.width,
      height: view.height,
      measured: { width: view.width, height: view.height },
      selected: isSelected,
      dragging: old?.dragging,
      ariaLabel: `${view.id}, ${view.type}`,
    };
  });
}

function flowEdges(state: CanvasState, wires: ReadonlyMap<string, WireView>): FlowEdge[] {
  const before = new Map(state.edges.map((edge) => [edge.id, edge]));
  return [...wires].map(([id, wire]) => {
    const old = before.get(id);
    if (old?.data?.wire === wire) return old;
    return {
      id,
      type: "wire",
      source: wire.from.node,
      sourceHandle: wire.from.port,
      target: wire.to.node,
      targetHandle: wire.to.port,
      data: { wire },
      selected: old?.selected,
    };
  });
}
