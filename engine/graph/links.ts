import { t } from "@vscode/l10n";
import { layers } from "../layers";
import type { Layer, Port } from "../layers/layer";
import { writeEnd } from "./edgeText";
import type { EdgeEnd, Graph, GraphEdge, GraphNode } from "./graph";
import type { Suggest } from "./nearest";
import { limitedSuggestions } from "./nearest";
import type { Problem, Subject, TextRange } from "./problem";
import { nodeValues } from "./schema";
import { shorten } from "./shorten";
import { shortened } from "./shortened";
import { writtenPort } from "./writtenPort";
import type { Source } from "./typedGraph";
import type { DataFacts, DatasetFacts } from "../data/catalog/facts";

/** A node with a known layer, its ports and the wires into it; types are inferred later. */
export interface LinkedNode {
  readonly node: GraphNode;
  readonly layer: Layer;
  readonly params: Readonly<Record<string, unknown>> | undefined;
  readonly inputPorts: readonly Port[];
  readonly outputPorts: readonly Port[];
  readonly incoming: Readonly<Record<string, readonly Source[]>>;
  /** Inputs that a faulty wire may have been meant for: the wire is reported, not the missing input. */
  readonly broken?: ReadonlySet<string>;
}

export interface Shell extends LinkedNode {
  readonly incoming: Record<string, Source[]>;
  readonly broken: Set<string>;
  /** False while a wrong parameter leaves the outputs unknown. */
  readonly outputsKnown: boolean;
}

/** Resolves every edge to an output and an input; edges that cannot be resolved are reported and dropped. */
export function link(
  graph: Graph,
  facts: DataFacts,
): { readonly nodes: ReadonlyMap<string, LinkedNode>; readonly problems: Problem[] } {
  const nodes = new Map<string, Shell>();
  for (const node of graph.nodes.values()) {
    const layer = layers.get(node.type);
    if (!layer) continue;
    const made = shell(node, layer, facts[node.id]);
    if (graph.unread.wires.has(node.id)) for (const { name } of layer.inputs) made.broken.add(name);
    nodes.set(node.id, made);
  }
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const suggest = limitedSuggestions();
  for (const edge of graph.edges) {
    const problem = connect(graph, nodes, edge, seen, suggest);
    if (problem) problems.push(problem);
  }
  return { nodes, problems };
}

/** A node with its ports and without wires. */
export function shell(node: GraphNode, layer: Layer, facts: DatasetFacts | undefined): Shell {
  const params = nodeValues(node.type, node.params);
  const incoming = Object.fromEntries(layer.inputs.map(({ name }) => [name, [] as Source[]]));
  const fixed = { node, layer, params, inputPorts: layer.inputs, incoming, broken: new Set<string>() };
  if (typeof layer.outputs !== "function")
    return { ...fixed, outputPorts: layer.outputs, outputsKnown: true };
  try {
    return {
      ...fixed,
      outputPorts: layer.outputs(params ?? node.params, facts),
      outputsKnown: params !== undefined,
    };
  } catch {
    // The cause is reported when the node's types are inferred.
    return { ...fixed, outputPorts: [], outputsKnown: false };
  }
}

/** Adds a wire to its target's `incoming`, or reports why it cannot be there. */
function connect(
  graph: Graph,
  nodes: ReadonlyMap<string, Shell>,
  edge: GraphEdge,
  seen: Set<string>,
  suggest: Suggest,
): Problem | undefined {
  const fault = (code: string, message: string, range: TextRange, subject: Subject = {}): Problem => ({
    code,
    severity: "error",
    message,
    range,
    edge: edge.index,
    ...subject,
  });
  const from = nodes.get(edge.from.node);
  const to = nodes.get(edge.to.node);
  const output = from && portOf(from.outputPorts, edge.from.port);
  const input = to && portOf(to.inputPorts, edge.to.port);
  if (!output && to && input) to.broken.add(input.name);

  for (const end of [edge.from, edge.to]) {
    if (graph.nodes.has(end.node)) continue;
    if (graph.unread.nodes.has(end.node)) return undefined;
    return fault("unknown-node", unknownNode(end.node, suggest(end.node, graph.nodes.keys())), end.place);
  }
  if (from && !output && from.outputsKnown)
    return fault("unknown-port", noOutput(edge.from, from, suggest), edge.from.place, {
      node: edge.from.node,
    });
  if (to && !input) {
    // It may have been meant for any of them.
    for (const { name } of to.inputPorts) to.broken.add(name);
    return fault("unknown-port", noInput(edge.to, to, suggest), edge.to.place, { node: edge.to.node });
  }
  // An unknown layer or a wrong parameter is reported elsewhere.
  if (!from || !to || !output || !input) return undefined;

  const wires = to.incoming[input.name] ?? [];
  const subject = { node: to.node.id, port: input.name };
  const wire = `${from.node.id}.${output.name} -> ${to.node.id}.${input.name}`;
  // Each wire into an input of many is an operand: x·x is two of them.
  if (seen.has(wire) && !input.many)
    return fault("duplicate-edge", t("This wire is a duplicate. Remove one of them."), edge.place, subject);
  seen.add(wire);
  const first = wires[0];
  if (first && !input.many)
    return fault(
      "occupied-port",
      t(
        '"{0}" takes one wire and is already connected to "{1}". Remove one of the wires, or join them with Add or Concat.',
        nameInput(to, input),
        writeEnd(first),
      ),
      edge.place,
      subject,
    );
  wires.push({ node: from.node.id, port: output.name, edge: edge.index });
  return undefined;
}

/** The port with a name; the only or first one if there is no name. */
export function portOf(ports: readonly Port[], name: string | undefined): Port | undefined {
  return name === undefined ? ports[0] : ports.find((port) => port.name === name);
}

/** An input as an edge would name it. */
export function nameInput(node: LinkedNode, port: Pick<Port, "name">): string {
  return writeEnd({ node: node.node.id, port: writtenPort(node.inputPorts, port.name) });
}

function unknownNode(id: string, meant: string | undefined): string {
  return meant === undefined
    ? t('There is no node "{0}". Add it, or remove this wire.', shorten(id))
    : t('There is no node "{0}". Did you mean "{1}"?', shorten(id), meant);
}

function noOutput(
  { node, port = "" }: EdgeEnd,
  { layer, inputPorts, outputPorts }: Shell,
  suggest: Suggest,
): string {
  const [written, outputs] = [shorten(port), list(outputPorts)];
  if (outputPorts.length === 0)
    return t('"{0}" ({1}) has no outputs, so a wire cannot begin here.', node, layer.type);
  if (inputPorts.some(({ name }) => name === port))
    return t('"{0}" is an input of "{1}"; a wire begins at an output. Outputs: {2}.', written, node, outputs);
  const meant = suggest(port, names(outputPorts));
  return meant === undefined
    ? t('"{0}" has no output "{1}". Outputs: {2}.', node, written, outputs)
    : t('"{0}" has no output "{1}". Did you mean "{2}"?', node, written, meant);
}

function noInput(
  { node, port = "" }: EdgeEnd,
  { layer, inputPorts, outputPorts }: Shell,
  suggest: Suggest,
): string {
  const [written, inputs] = [shorten(port), list(inputPorts)];
  if (inputPorts.length === 0)
    return t('"{0}" ({1}) has no inputs, so a wire cannot end here.', node, layer.type);
  if (outputPorts.some(({ name }) => name === port))
    return t('"{0}" is an output of "{1}"; a wire ends at an input. Inputs: {2}.', written, node, inputs);
  const meant = suggest(port, names(inputPorts));
  return meant === undefined
    ? t('"{0}" has no input "{1}". Inputs: {2}.', node, written, inputs)
    : t('"{0}" has no input "{1}". Did you mean "{2}"?', node, written, meant);
}

function names(ports: readonly Port[]): string[] {
  return ports.map(({ name }) => name);
}

function list(ports: readonly Port[]): string {
  return shortened(ports.map(({ name }) => `"${name}"`)).join(", ");
}
