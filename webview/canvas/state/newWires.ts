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
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { layers } from "../../../engine/layers";
import { nodeViews } from "../model/nodeView";
import type { WireView } from "../model/wireView";
import type { Canvas } from "./createCanvas";

type End = NewNode | WireEnd;

/** The graph with one node added; undefined if it cannot be added. */
function typedWith(canvas: Canvas, node: NewNode): TypedGraph | undefined {
  const { text, facts } = canvas.get();
  const applied = applyEdit(text, { kind: "add", nodes: [node] });
  const graph = "edits" in applied ? parse(applyTextEdits(text, applied.edits)).graph : undefined;
  return graph && infer(graph, facts);
}

/**
 * The wire between a new node and an existing one, as the document writes it; undefined if it does not fit. Ports that
 * are not named are tried in order, free inputs first.
 */
export function connectionTo(canvas: Canvas, from: End, to: End): string | undefined {
  const fresh = "type" in from ? from : "type" in to ? to : undefined;
  const typed = fresh ? typedWith(canvas, fresh) : canvas.get().typed;
  const [source, target] = [typed?.nodes.get(idOf(from)), typed?.nodes.get(idOf(to))];
  if (!typed || !source || !target) return undefined;
  for (const output of portsOf(from, source.outputPorts)) {
    for (const input of portsOf(to, target.inputPorts)) {
      const verdict = canConnect(typed, { node: idOf(from), port: output }, { node: idOf(to), port: input });
      if (verdict.ok && verdict.replaces === undefined) return verdict.edge;
    }
  }
  return undefined;
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
  const layer = layers.get(node.type);
  const input = layer?.inputs[0]?.name;
  const outputs =
    typeof layer?.outputs === "function" ? layer.outputs(node.params, undefined) : layer?.outputs;
  const output = outputs?.[0]?.name;
  if (input === undefined || output === undefined) return undefined;
  const into = connectionTo(canvas, wire.from, node);
  if (into === undefined) return undefined;
  const target = canvas.get().typed?.nodes.get(wire.to.node);
  const onward = writeEdge(
    { node: node.id, port: writtenPort(outputs ?? [], output) },
    { node: wire.to.node, port: writtenPort(target?.inputPorts ?? [], wire.to.port) },
  );
  return { edges: [into, onward], replaces: [wire.index] };
}

/** The size that a new node will have. */
export function sizeOfNew(node: NewNode): { readonly width: number; readonly height: number } {
  const applied = applyEdit("", { kind: "add", nodes: [node] });
  const graph = "edits" in applied ? parse(applyTextEdits("", applied.edits)).graph : undefined;
  const view = graph && nodeViews(infer(graph), [], {}, new Map()).get(node.id);
  return view ?? { width: 140, height: 60 };
}
