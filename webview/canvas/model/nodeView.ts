import type { Block, EdgeEnd, GraphEdge, GraphNode } from "../../../engine/graph/graph";
import { showShape } from "../../../engine/tensor/graphType";
import type { GraphType } from "../../../engine/tensor/graphType";
import { paramsOf } from "../../../engine/graph/paramsOf";
import type { Problem } from "../../../engine/graph/problem";
import { pathOn, type Page, type PageNode } from "../../../engine/graph/page";
import { pageProblems } from "../../../engine/graph/pageProblems";
import type { DataFacts, DatasetFacts } from "../../../engine/data/catalog/facts";
import { parametersOn } from "../../../engine/graph/parametersOn";
import type { Parameters } from "../../../engine/parameters/parameter";
import { sourceName } from "../../../engine/data/catalog/sourceName";
import type { Category, Layer, Port } from "../../../engine/layers/layer";
import { fieldText } from "../../inspector/fieldText";
import { chipLabel } from "./chipLabel";
import { pathOf } from "../../../engine/tensor/path";
import { nodeSize } from "./nodeSize";

export type Side = "input" | "output";

/** What a node's colour stands for: a layer's category, or an instance of a block, or a port of the page's block. */
export type NodeCategory = Category | "block" | "port" | "unknown";

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
  /** On the canvas: its name, or in an instance that is open in place its path there, such as `stage/0/conv`. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly category: NodeCategory;
  /**
   * Layers without weights that have one input and one output are small, so that the network's structure stands out;
   * the ends of a block's page are smaller still. An instance that is open in place is a frame around its nodes.
   */
  readonly look: "card" | "pill" | "end" | "frame";
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
  /** How many there are one behind the other, if it is repeated. */
  readonly count?: number;
  /** Whether it is bypassed; absent if it is not. */
  readonly bypassed?: true;
  /** For a Dataset: its source, and its number of samples if known. */
  readonly source?: string;
  readonly samples?: number;
  readonly width: number;
  readonly height: number;
  /** For a frame: the heights of its ports, from its top. */
  readonly portsAt?: Record<Side, readonly number[]>;
}

/**
 * The views of a page's nodes by their ids on the canvas, in the document's order; views that did not change are reused.
 * `inside` precedes the ids of the nodes of an instance that is open in place: `stage/0/`.
 */
export function nodeViews(
  page: Page,
  problems: readonly Problem[],
  facts: DataFacts,
  before: ReadonlyMap<string, NodeView>,
  inside = "",
): ReadonlyMap<string, NodeView> {
  const byNode = pageProblems(page, problems);
  const wired = wiredPorts(page.scope.edges);
  const views = new Map<string, NodeView>();
  for (const [id, node] of nodesOf(page)) {
    const at = inside + id;
    const view = nodeView(
      at,
      node,
      page.nodes.get(id),
      (byNode.get(id) ?? []).map(({ severity, message }) => ({ severity, message })),
      facts[pathOn(page, id)],
      wired,
    );
    const old = before.get(at);
    views.set(at, old && JSON.stringify(old) === JSON.stringify(view) ? old : view);
  }
  return views;
}

/** The nodes of a page, those of unknown types too, and the ports of its block. */
function nodesOf({ scope, block, nodes }: Page): (readonly [string, GraphNode])[] {
  const ends = (ports: Block["inputs"] = []) =>
    ports.flatMap(({ name }) => {
      const end = nodes.get(name);
      return end?.end ? [[name, end.node] as const] : [];
    });
  return [...ends(block?.inputs), ...scope.nodes, ...ends(block?.outputs)];
}

function nodeView(
  id: string,
  node: GraphNode,
  shown: PageNode | undefined,
  problems: NodeView["problems"],
  facts: DatasetFacts | undefined,
  wired: Wired,
): NodeView {
  const layer = shown?.layer;
  const inputs = sorted(node.id, shown?.inputPorts ?? [], wired.input, ({ name, many, help }) => ({
    name,
    many,
    help,
    shape: shapeText(shown?.inputs[name]?.[0]),
  }));
  const outputs = sorted(node.id, shown?.outputPorts ?? [], wired.output, ({ name, help }) => ({
    name,
    help,
    shape: shapeText(shown?.outputs[name]),
  }));
  const source = layer?.type === "Dataset" ? sourceName(node.params) : undefined;
  const view = {
    id,
    name: node.id,
    type: node.type,
    category: categoryOf(shown),
    look: lookOf(shown, inputs.shown, outputs.shown),
    named: shown?.end === undefined && saysMore(node.id, node.type),
    chips: shown ? chipsOf(parametersOn(shown), node) : [],
    // A node of unknown type still shows the ends of its wires.
    inputs: shown ? inputs.shown : [{ name: "input" }],
    outputs: shown ? outputs.shown : [{ name: "output" }],
    spare: { input: inputs.spare, output: outputs.spare },
    parameterCount: shown?.parameterCount ?? 0,
    problems,
    count: shown?.count,
    ...(shown?.isBypassed && { bypassed: true as const }),
    source,
    samples: layer && source !== undefined ? samplesOf(node, layer, facts) : undefined,
  };
  return { ...view, ...nodeSize(view) };
}

function categoryOf(shown: PageNode | undefined): NodeCategory {
  if (!shown) return "unknown";
  return shown.layer?.category ?? (shown.end ? "port" : "block");
}

function lookOf(
  shown: PageNode | undefined,
  inputs: readonly PortView[],
  outputs: readonly PortView[],
): NodeView["look"] {
  if (shown?.end) return "end";
  return shown?.layer && isSmall(shown.layer, inputs, outputs) ? "pill" : "card";
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
function chipsOf(known: Parameters, node: GraphNode): Chip[] {
  const parameters = Object.entries(known);
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
function samplesOf(node: GraphNode, layer: Layer, facts: DatasetFacts | undefined): number | undefined {
  if (node.params.samples !== undefined) return undefined;
  const preset = paramsOf(layer, node.params).samples?.default;
  return facts?.samples ?? (typeof preset === "number" ? preset : undefined);
}
