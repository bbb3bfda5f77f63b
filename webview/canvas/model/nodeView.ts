import { groupBy } from "../../ui/groupBy";
import type { EdgeEnd, GraphEdge, GraphNode } from "../../../engine/graph/graph";
import { showShape } from "../../../engine/tensor/graphType";
import type { GraphType } from "../../../engine/tensor/graphType";
import { paramsOf } from "../../../engine/graph/paramsOf";
import type { Problem } from "../../../engine/graph/problem";
import type { TypedGraph, TypedNode } from "../../../engine/graph/typedGraph";
import type { DataFacts } from "../../../engine/data/catalog/facts";
import { sourceName } from "../../../engine/data/catalog/sourceName";
import type { Category, Layer, Port } from "../../../engine/layers/layer";
import { fieldText } from "../../inspector/fieldText";
import { chipLabel } from "./chipLabel";
import { pathOf } from "../../../engine/tensor/path";
import { nodeSize } from "./nodeSize";

export type Side = "input" | "output";

export interface PortView {
  readonly name: string;
  /** The tensor's shape, such as `16×28×28`; absent while unknown. */
  readonly shape?: string;
  readonly many?: boolean;
  readonly help?: string;
}

/** A parameter as a chip on the card, editable in place. */
export interface Chip {
  readonly param: string;
  readonly label: string;
  /** The formatted value; absent if it is required but not set. */
  readonly value?: string;
}

/**
 * Everything the canvas shows of a node; compared by value, so that a node is rendered again only when it looks
 * different.
 */
export interface NodeView {
  readonly id: string;
  readonly type: string;
  readonly category: Category | "unknown";
  /**
   * Layers without weights that have one input and one output are small, so that the network's structure stands out.
   */
  readonly look: "card" | "pill";
  /** Whether the id says more than the type: `encoder` does, `relu2` does not. */
  readonly named: boolean;
  readonly chips: readonly Chip[];
  /** The ports on the node: the required ones, and the optional ones that have a wire. */
  readonly inputs: readonly PortView[];
  readonly outputs: readonly PortView[];
  /** Optional ports without a wire, shown below the node on request. */
  readonly spare: Record<Side, readonly PortView[]>;
  /** Number of trainable parameters. */
  readonly parameterCount: number;
  readonly problems: readonly { readonly severity: "error" | "warning"; readonly message: string }[];
  /** For a Dataset: its source, and its number of samples if known. */
  readonly source?: string;
  readonly samples?: number;
  readonly width: number;
  readonly height: number;
}

/** The views of all nodes, in the document's order; views that did not change are reused. */
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
  const source = layer?.type === "Dataset" ? sourceName(node.params) : undefined;
  const view = {
    id: node.id,
    type: node.type,
    category: layer?.category ?? ("unknown" as const),
    look: layer && isSmall(layer, inputs.shown, outputs.shown) ? ("pill" as const) : ("card" as const),
    named: saysMore(node.id, node.type),
    chips: layer ? chipsOf(layer, node) : [],
    // A node of unknown type still shows the ends of its wires.
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

/** The ports that wires refer to, by path. */
type Wired = Record<Side, ReadonlySet<string>>;

function wiredPorts(edges: readonly GraphEdge[]): Wired {
  const named = (ends: readonly EdgeEnd[]) =>
    new Set(ends.flatMap(({ node, port }) => (port === undefined ? [] : [pathOf(node, port)])));
  return { input: named(edges.map(({ to }) => to)), output: named(edges.map(({ from }) => from)) };
}

/** Splits ports into those shown on the node, which always include the first one, and the spare ones. */
function sorted(
  node: string,
  ports: readonly Port[],
  wired: ReadonlySet<string>,
  view: (port: Port) => PortView,
): { readonly shown: PortView[]; readonly spare: PortView[] } {
  const isShown = ({ name, optional }: Port, index: number) =>
    index === 0 || !optional || wired.has(pathOf(node, name));
  return {
    shown: ports.filter(isShown).map(view),
    spare: ports.filter((port, index) => !isShown(port, index)).map(view),
  };
}

/** All of a node's ports on one side, including hidden ones. */
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

/** `relu`, `relu_2` and `ReLU3` say no more than `ReLU`, nor `pool` more than `MaxPool2d`. */
function saysMore(id: string, type: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/_?\d+$/, "")
      .replace(/\dd$/, "");
  return !plain(type).includes(plain(id));
}

/** The parameters that are set, in the layer's order, after the required ones that are missing. */
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

/** The number of samples, unless a chip already shows it. */
function samplesOf(node: GraphNode, layer: Layer, facts: DataFacts): number | undefined {
  if (node.params.samples !== undefined) return undefined;
  const preset = paramsOf(layer, node.params).samples?.default;
  return facts[node.id]?.samples ?? (typeof preset === "number" ? preset : undefined);
}
