import { applyEdit } from "../../../engine/document/applyEdit";
import { canConnect } from "../../../engine/graph/connect";
import type { WireEnd } from "../../../engine/graph/connect";
import type { GraphEdit } from "../../../engine/document/edit";
import { infer } from "../../../engine/graph/infer";
import { writeEdge } from "../../../engine/graph/edgeText";
import type { NewNode } from "../../../engine/document/newNode";
import { parse } from "../../../engine/document/parse";
import { writtenPort } from "../../../engine/graph/writtenPort";
import { applyTextEdits } from "../../../engine/document/textEdits";
import type { GraphNode } from "../../../engine/graph/graph";
import { addressOf, pageOf, type Page } from "../../../engine/graph/page";
import type { Port } from "../../../engine/layers/layer";
import { layers } from "../../../engine/layers";
import { nodeViews } from "../model/nodeView";
import type { WireView } from "../model/wireView";
import type { Canvas } from "./createCanvas";

type End = NewNode | WireEnd;

/** The page with one node and its wires added; undefined if it cannot be added. */
function pageWith(canvas: Canvas, node: NewNode, edges: readonly string[] = []): Page | undefined {
  const { text, facts, page } = canvas.get();
  const applied = applyEdit(text, { kind: "add", nodes: [node], edges, block: page?.block?.name });
  const graph = "edits" in applied ? parse(applyTextEdits(text, applied.edits)).graph : undefined;
  return graph && pageOf(infer(graph, facts), page && addressOf(page));
}

/**
 * The wire between a new node and an existing one, as the document writes it; undefined if it does not fit. Ports that
 * are not named are tried in order, free inputs first.
 */
export function connectionTo(canvas: Canvas, from: End, to: End): string | undefined {
  const fresh = "type" in from ? from : "type" in to ? to : undefined;
  const page = fresh ? pageWith(canvas, fresh) : canvas.get().page;
  const [source, target] = [page?.nodes.get(idOf(from)), page?.nodes.get(idOf(to))];
  if (!page || !source || !target) return undefined;
  for (const output of portsOf(from, source.outputPorts)) {
    for (const input of portsOf(to, target.inputPorts)) {
      const verdict = canConnect(page, { node: idOf(from), port: output }, { node: idOf(to), port: input });
      if (verdict.ok && verdict.replaces === undefined) return verdict.edge;
    }
  }
  return undefined;
}

/**
 * The wires of a new node that is wired to an existing one, if it is: a loss also gets its target, if just one output of
 * the data fits. Only data are offered: a target with weights before it would be learned.
 */
export function wiresOfNew(canvas: Canvas, node: NewNode, edge: string | undefined): string[] {
  if (edge === undefined) return [];
  const target = layers.get(node.type)?.inputs.find(({ role }) => role === "target");
  const page = target && pageWith(canvas, node, [edge]);
  if (!page) return [edge];
  const fitting = [...page.nodes].flatMap(([id, { outputPorts }]) =>
    layers.get(page.scope.nodes.get(id)?.type ?? "")?.category !== "data"
      ? []
      : outputPorts.flatMap(({ name }) => {
          const verdict = canConnect(page, { node: id, port: name }, { node: node.id, port: target.name });
          return verdict.ok && verdict.replaces === undefined ? [verdict.edge] : [];
        }),
  );
  return fitting.length === 1 ? [edge, ...fitting] : [edge];
}

function idOf(end: End): string {
  return "type" in end ? end.id : end.node;
}

function portsOf(end: End, ports: readonly { readonly name: string }[]): string[] {
  if ("type" in end || end.port === undefined) return ports.map(({ name }) => name);
  return [end.port];
}

/** Inserts a new node into a wire: the wires to and from it, which replace the old one. Nothing if it does not fit. */
export function spliceInto(
  canvas: Canvas,
  wire: WireView,
  node: NewNode,
): Pick<Extract<GraphEdit, { kind: "add" }>, "edges" | "replaces"> | undefined {
  const into = connectionTo(canvas, wire.from, node);
  const { page } = canvas.get();
  const outputs = page && outputsOf(page, node);
  const [first] = outputs ?? [];
  if (into === undefined || !outputs || !first) return undefined;
  const target = page.nodes.get(wire.to.node);
  const onward = writeEdge(
    { node: node.id, port: writtenPort(outputs, first.name) },
    {
      node: wire.to.node,
      port: target?.end ? undefined : writtenPort(target?.inputPorts ?? [], wire.to.port),
    },
  );
  return { edges: [into, onward], replaces: [wire.index] };
}

/** The outputs that a new node will have. */
function outputsOf({ typed }: Page, { type, params }: NewNode): readonly Port[] | undefined {
  const { outputs } = layers.get(type) ?? typed.graph.blocks.get(type) ?? {};
  return typeof outputs === "function" ? outputs(params, undefined) : outputs;
}

/** The size that a new node will have. */
export function sizeOfNew(
  canvas: Canvas,
  node: NewNode,
): { readonly width: number; readonly height: number } {
  const { graph } = canvas.get().typed ?? {};
  const place = { offset: 0, length: 0 };
  const alone: GraphNode = { ...node, places: { id: place, node: place, type: place, params: {} } };
  const page = graph && pageOf(infer({ ...graph, nodes: new Map([[node.id, alone]]), edges: [] }));
  return (page && nodeViews(page, [], {}, new Map()).get(node.id)) ?? { width: 140, height: 60 };
}
