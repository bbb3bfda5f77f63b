import { groupBy } from "../../ui/groupBy";
import type { EdgeEnd, GraphEdge, GraphNode } from "../../../engine/graph/graph";
import { showShape } from "../../../engine/tensor/graphType";
import type { GraphType } from "../../../engine/tensor/graphType";
import { paramsOf } from "../../../engine/graph/paramsOf";
import type { Problem } from "../../../engine/graph/problem";
import type { TypedGraph, TypedNode } from "../../../engine/graph/typedGraph";
import type { DataFacts } from "../../../engine/data/catalog/facts";
import type { Category, Layer, Port } from "../../../engine/layers/layer";
import { fieldText } from "../../inspector/fieldText";
import { chipLabel } from "./chipLabel";
import { portKey } from "./keys";
import { nodeSize } from "./nodeSize";

export type Side = "input" | "output";

export interface PortView {
  readonly name: string;
  /** What passes, `16×28×28`; absent while unknown. */
  readonly shape?: string;
  readonly many?: boolean;
  readonly help?: string;
}

/** A parameter as a chip on the card, editable in place. */
export interface Chip {
  readonly param: string;
  readonly label: string;
  /** As it reads; absent: it must be set and is not. */
  readonly value?: string;
}

/** All that the canvas shows of a node; compared by value, so that a node is drawn again only when it looks different. */
export interface NodeView {
  readonly id: string;
  readonly type: string;
  readonly category: Category | "unknown";
  /** Layers that learn nothing and have one way in and out are small, so that a network's rhythm shows. */
  readonly look: "card" | "pill";
  /** Whether the id says more than the type, `encoder` beside `relu2`. */
  readonly named: boolean;
  readonly chips: readonly Chip[];
  /** Those that stand on the node: the needed ones and, of the optional ones, those with a wire. */
  readonly inputs: readonly PortView[];
  readonly outputs: readonly PortView[];
  /** Optional ones without a wire, which show below the node when it is asked for them. */
  readonly spare: Record<Side, readonly PortView[]>;
  /** Trainable numbers. */
  readonly parameterCount: number;
  readonly problems: readonly { readonly severity: "error" | "warning"; readonly message: string }[];
  /** Of a Dataset: its source, and samples where known. */
  readonly source?: string;
  readonly samples?: number;
  readonly width: number;
  readonly height: number;
}

/** The views of all nodes, in the document's order, taking over those of before that look the same. */
export function nodeViews(
  typed: TypedGraph,
  problems: readonly Problem[],
  facts: DataFacts,
  before: ReadonlyMap<string, NodeView>,
): ReadonlyMap<string, NodeView> {
  const byNode = groupBy(
    problems.filter(({ node }) => node !== undefined),
    ({ node }) => node,
  );
  const wired = wiredPorts(typed.graph.edges);
  const views = new Map<string, NodeView>();
  for (const [id, node] of typed.graph.nodes) {
    const view = nodeView(
      node,
      typed.nodes.get(id),
      (byNode.get(id) ?? []).map(({ severity, message }) => ({ severity, message })),
      facts,
      wired,
    );
    const old = before.get(id);
    views.set(id, old && JSON.stringify(old) === JSON.stringify(view) ? old : view);
  }
  return views;
}

function nodeView(
  node: GraphNode,
  typed: TypedNode | undefined,
  problems: NodeView["problems"],
  facts: DataFacts,
  wired: Wired,
): NodeView {
  const layer = typed?.layer;
  const inputs = sorted(node.id, typed?.inputPorts ?? [], wired.input, ({ name, many, help }) => ({
    name,
    many,
    help,
    shape: shapeText(typed?.inputs[name]?.[0]),
  }));
  const outputs = sorted(node.id, typed?.outputPorts ?? [], wired.output, ({ name, help }) => ({
    name,
    help,
    shape: shapeText(typed?.outputs[name]),
  }));
  const source = layer?.category === "data" ? sourceOf(node, layer) : undefined;
  const view = {
    id: node.id,
    type: node.type,
    category: layer?.category ?? ("unknown" as const),
    look: layer && isSmall(layer, inputs.shown, outputs.shown) ? ("pill" as const) : ("card" as const),
    named: saysMore(node.id, node.type),
    chips: layer ? chipsOf(layer, node) : [],
    // A node of unknown type still shows where its wires end.
    inputs: typed ? inputs.shown : [{ name: "input" }],
    outputs: typed ? outputs.shown : [{ name: "output" }],
    spare: { input: inputs.spare, output: outputs.spare },
    parameterCount: typed?.parameterCount ?? 0,
    problems,
    source,
    samples: layer && source !== undefined ? samplesOf(node, layer, facts) : undefined,
  };
  return { ...view, ...nodeSize(view) };
}

/** The ports that wires name, by `portKey`. */
type Wired = Record<Side, ReadonlySet<string>>;

function wiredPorts(edges: readonly GraphEdge[]): Wired {
  const named = (ends: readonly EdgeEnd[]) =>
    new Set(ends.flatMap(({ node, port }) => (port === undefined ? [] : [portKey(node, port)])));
  return { input: named(edges.map(({ to }) => to)), output: named(edges.map(({ from }) => from)) };
}

/** The ports that stand on a node, the first one always, and those that need not. */
function sorted(
  node: string,
  ports: readonly Port[],
  wired: ReadonlySet<string>,
  view: (port: Port) => PortView,
): { readonly shown: PortView[]; readonly spare: PortView[] } {
  const isShown = ({ name, optional }: Port, index: number) =>
    index === 0 || !optional || wired.has(portKey(node, name));
  return {
    shown: ports.filter(isShown).map(view),
    spare: ports.filter((port, index) => !isShown(port, index)).map(view),
  };
}

/** All of a node's ports on one side, also those that do not show. */
export function portsOf(view: NodeView, side: Side): readonly PortView[] {
  return [...(side === "input" ? view.inputs : view.outputs), ...view.spare[side]];
}

function shapeText(type: GraphType | undefined): string | undefined {
  return type && showShape(type);
}

function isSmall(layer: Layer, inputs: readonly PortView[], outputs: readonly PortView[]): boolean {
  return (
    layer.weights === undefined &&
    layer.lower !== undefined &&
    layer.category !== "loss" &&
    inputs.length === 1 &&
    typeof layer.outputs !== "function" &&
    outputs.length === 1
  );
}

/** `relu`, `relu_2` and `ReLU3` say no more than `ReLU`, nor `pool` than `MaxPool2d`. */
function saysMore(id: string, type: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/_?\d+$/, "")
      .replace(/\dd$/, "");
  return !plain(type).includes(plain(id));
}

/** What is written, in the layer's own order; what must be written and is not comes first. */
function chipsOf(layer: Layer, node: GraphNode): Chip[] {
  const parameters = Object.entries(paramsOf(layer, node.params));
  const missing = parameters.filter(
    ([name, parameter]) =>
      parameter.default === undefined && !parameter.optional && node.params[name] === undefined,
  );
  const written = parameters.filter(([name]) => node.params[name] !== undefined);
  return [
    ...missing.map(([param]) => ({ param, label: chipLabel(param) })),
    ...written.map(([param, parameter]) => ({
      param,
      label: chipLabel(param),
      value: fieldText(parameter, node.params[param]),
    })),
  ];
}

function sourceOf(node: GraphNode, layer: Layer): string | undefined {
  const source = node.params.source ?? layer.params.source?.default;
  return typeof source === "string" ? source : undefined;
}

/** How many samples there are, unless a chip says so already. */
function samplesOf(node: GraphNode, layer: Layer, facts: DataFacts): number | undefined {
  if (node.params.samples !== undefined) return undefined;
  const preset = paramsOf(layer, node.params).samples?.default;
  return facts[node.id]?.samples ?? (typeof preset === "number" ? preset : undefined);
}
