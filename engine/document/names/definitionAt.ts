import { readEdge, type EdgeTextEnd } from "../../graph/edgeText";
import type { Block, Graph, GraphNode } from "../../graph/graph";
import type { TextRange } from "../../graph/problem";
import { readPath } from "../../tensor/path";
import { scopeOf } from "../pathThrough";
import { portsOf } from "./blockNames";
import { Draft } from "./Draft";
import { wordAt } from "./expressionNames";
import { placeAt, type WrittenString } from "./placeAt";
import { slotOf, type Slot } from "./slotOf";

/** What a name stands for. */
export interface Definition {
  /** The name at the cursor. */
  readonly name: TextRange;
  /** The name where it is defined, and everything that belongs to it there. */
  readonly target: TextRange;
  readonly whole: TextRange;
  /** The definition in a few words, as code. */
  readonly shown: string;
}

/** A definition without the name that leads to it. */
type Target = Omit<Definition, "name">;

interface Source {
  readonly text: string;
  readonly graph: Graph;
}

/** What the name at an offset of a document's text stands for: a block, a parameter or port of one, or a node. */
export function definitionAt(text: string, cursor: number): Definition | undefined {
  const place = placeAt(text, cursor);
  const slot = place?.string && slotOf(place);
  return slot && find({ text, graph: new Draft(text).graph }, slot, place.string, cursor);
}

function find(source: Source, slot: Slot, string: WrittenString, cursor: number): Definition | undefined {
  const { graph } = source;
  const { text, offset } = string;
  const at = (name: TextRange, target: Target | undefined) => target && { name, ...target };
  const whole = { offset, length: text.length };
  switch (slot.kind) {
    case "type":
      return at(whole, blockTarget(graph, text));
    case "member":
      return at(whole, parameterTarget(graph, scopeOf(graph, slot.block)?.nodes.get(slot.node)?.type, text));
    case "expression": {
      const { word, range } = wordAt(string, cursor);
      return word.startsWith("$") ? at(range, parameterTarget(graph, slot.block, word.slice(1))) : undefined;
    }
    case "edge":
      return edgeEnd(source, slot.block, string, cursor);
    case "weightsOf":
    case "followed":
      return onPath(source, slot.block, string, cursor);
    case "tied":
    case "policy":
      return onPath(source, slot.block, { text: readPath(text)?.node ?? text, offset }, cursor);
    case "loss":
    case "updated":
    case "factor":
      return onPath(source, undefined, string, cursor);
    default:
      return undefined;
  }
}

function blockTarget(graph: Graph, name: string): Target | undefined {
  const block = graph.blocks.get(name);
  return block && named(block.places.name, signatureOf(block));
}

function parameterTarget(graph: Graph, block: string | undefined, name: string): Target | undefined {
  const { parameters = {}, places } = graph.blocks.get(block ?? "") ?? {};
  const target = Object.hasOwn(parameters, name) ? places?.parameters[name] : undefined;
  return target && named(target, parameterOf([name, parameters[name]]));
}

function nodeTarget({ text }: Source, { places: { id, node } }: GraphNode): Target {
  const whole = { offset: id.offset, length: node.offset + node.length - id.offset };
  return { target: id, whole, shown: sliceOf(text, whole) };
}

/** The node that a path leads to, up to the part at the cursor, so that each id in it leads to its own node. */
function onPath(
  source: Source,
  block: string | undefined,
  { text, offset }: WrittenString,
  cursor: number,
): Definition | undefined {
  const end = text.indexOf("/", cursor - offset);
  const path = end < 0 ? text : text.slice(0, end);
  const node = nodeAlong(source.graph, block, path);
  return node && { name: { offset, length: path.length }, ...nodeTarget(source, node) };
}

/** What the end of a wire at the cursor stands for: a node, a port of its block, or one of the block around it. */
function edgeEnd(
  source: Source,
  block: string | undefined,
  { text, offset }: WrittenString,
  cursor: number,
): Definition | undefined {
  const { graph } = source;
  const edge = readEdge(text);
  const isAt = (end: EdgeTextEnd) =>
    cursor - offset >= end.offset && cursor - offset <= end.offset + end.length;
  const side = edge && (isAt(edge.from) ? "from" : isAt(edge.to) ? "to" : undefined);
  if (!edge || !side) return undefined;
  const end = edge[side];
  const name = { offset: offset + end.offset, length: end.length };
  const node = scopeOf(graph, block)?.nodes.get(end.node);
  const around = graph.blocks.get(block ?? "");
  const inner = graph.blocks.get(node?.type ?? "");
  const isAtPort = cursor - offset > end.offset + end.node.length;
  // A wire begins at an input of the block around it, but at an output of an instance.
  const outside = side === "from" ? around?.inputs : around?.outputs;
  const inside = side === "from" ? inner?.outputs : inner?.inputs;
  const port = node
    ? isAtPort && inside?.find((one) => one.name === end.port)
    : outside?.find((one) => one.name === end.node);
  if (port) return { name, ...named(port.place, sliceOf(source.text, port.place)) };
  return node && { name, ...nodeTarget(source, node) };
}

/** The node that a path written in a scope leads to. */
function nodeAlong(graph: Graph, block: string | undefined, path: string): GraphNode | undefined {
  let scope = scopeOf(graph, block);
  let node: GraphNode | undefined;
  for (const part of path.split("/")) {
    // The number of a repetition.
    if (node && /^\d/.test(part)) continue;
    node = scope?.nodes.get(part);
    if (!node) return undefined;
    scope = graph.blocks.get(node.type);
  }
  return node;
}

function named(target: TextRange, shown: string): Target {
  return { target, whole: target, shown };
}

/** `Residual(channels, stride = 1): input → output` */
function signatureOf(block: Block): string {
  return `${block.name}(${Object.entries(block.parameters).map(parameterOf).join(", ")}): ${portsOf(block)}`;
}

function parameterOf([name, preset]: readonly [string, unknown]): string {
  return preset === null ? name : `${name} = ${JSON.stringify(preset)}`;
}

/** The most characters of a definition that are shown. */
const longest = 500;

function sliceOf(text: string, { offset, length }: TextRange): string {
  const slice = text.slice(offset, offset + length);
  return slice.length <= longest ? slice : `${slice.slice(0, longest)}…`;
}
