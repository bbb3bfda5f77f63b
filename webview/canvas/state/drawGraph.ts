import type { Graph } from "../../../engine/graph/graph";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/graph/parse";
import type { Problem } from "../../../engine/graph/problem";
import type { NodeView } from "../model/nodeView";
import { nodeViews } from "../model/nodeView";
import { handlePlace } from "../model/nodeSize";
import { placeLabels } from "../model/placeLabels";
import { placeNodes } from "../model/placeNodes";
import { textWidth } from "../model/textWidth";
import type { WireView } from "../model/wireView";
import { wireViews } from "../model/wireView";
import type { Curve } from "../model/wirePath";
import { wireCurve } from "../model/wirePath";
import type { CanvasState, FlowEdge, FlowNode } from "./canvasState";

/** What of a text can be drawn. Nodes and wires that look as before stay the same objects, so that React passes over them. */
export function drawGraph(
  state: CanvasState,
  text: string,
  selected: ReadonlySet<string> = new Set(state.nodes.filter((node) => node.selected).map(({ id }) => id)),
): Partial<CanvasState> {
  const { graph, problems: textProblems } = parse(text);
  if (!graph) return { text, broken: textProblems[0], problems: textProblems };
  const typed = infer(graph, state.facts);
  const problems = [...textProblems, ...typed.problems, ...state.dataProblems].filter(notForEmpty(graph));
  const views = nodeViews(typed, problems, state.facts, state.views);
  const wires = wireViews(typed, problems, views, state.wires);
  const nodes = flowNodes(state, views, wires, graph, selected);
  const edges = flowEdges(state, wires);
  return {
    text,
    broken: undefined,
    typed,
    problems,
    views,
    wires,
    nodes,
    edges,
    labels: labelPlaces(nodes, wires, views),
  };
}

/** An empty canvas has a friendly start of its own; a list of problems would only frighten. */
function notForEmpty(graph: Graph): (problem: Problem) => boolean {
  return ({ code }) => graph.nodes.size > 0 || code !== "empty-document";
}

function flowNodes(
  state: CanvasState,
  views: ReadonlyMap<string, NodeView>,
  wires: ReadonlyMap<string, WireView>,
  graph: Graph,
  selected: ReadonlySet<string>,
): FlowNode[] {
  const before = new Map(state.nodes.map((node) => [node.id, node]));
  // Places of the canvas's own choice stay as long as the document has none.
  const chosen = Object.fromEntries(
    state.nodes.map(({ id, position }) => [id, [position.x, position.y] as const]),
  );
  const places = placeNodes(views, wires.values(), { ...chosen, ...graph.layout });
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

/** Where the shapes stand on the wires, with the nodes as they are now. */
export function labelPlaces(
  nodes: readonly FlowNode[],
  wires: ReadonlyMap<string, WireView>,
  views: ReadonlyMap<string, NodeView>,
): ReadonlyMap<string, number> {
  const places = new Map(nodes.map(({ id, position }) => [id, position]));
  const labelled = [...wires.values()].flatMap((wire) => {
    const curve = wire.label === undefined ? undefined : curveOf(wire, places, views);
    return curve && wire.label !== undefined
      ? [{ id: wire.id, curve, width: labelWidth(wire.label), height: 16 }]
      : [];
  });
  const rects = nodes.map(({ position, data: { view } }) => ({
    ...position,
    width: view.width,
    height: view.height,
  }));
  return placeLabels(labelled, rects);
}

export function labelWidth(label: string): number {
  return Math.ceil(textWidth(label, 10.5, "mono")) + 8;
}

/** The course of a wire between its handles. */
export function curveOf(
  wire: WireView,
  places: ReadonlyMap<string, { readonly x: number; readonly y: number }>,
  views: ReadonlyMap<string, NodeView>,
): Curve | undefined {
  const [source, target] = [views.get(wire.from.node), views.get(wire.to.node)];
  const [from, to] = [places.get(wire.from.node), places.get(wire.to.node)];
  if (!source || !target || !from || !to) return undefined;
  const out = handlePlace(
    source,
    "output",
    source.outputs.findIndex(({ name }) => name === wire.from.port),
  );
  const into = handlePlace(
    target,
    "input",
    target.inputs.findIndex(({ name }) => name === wire.to.port),
  );
  return wireCurve({ x: from.x + out.x, y: from.y + out.y }, { x: to.x + into.x, y: to.y + into.y });
}
