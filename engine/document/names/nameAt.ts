import { readEdge } from "../../graph/edgeText";
import { watchesObjective } from "../../graph/figures";
import type { Block, Graph, GraphNode } from "../../graph/graph";
import type { TextRange } from "../../graph/problem";
import { readPath } from "../../tensor/path";
import { scopeOf } from "../pathThrough";
import { wordAt } from "./expressionNames";
import type { Place, WrittenString } from "./placeAt";
import { slotOf } from "./slotOf";

/** Something that a document gives a name. `block` is the block that it is in, if any. */
export type Named =
  | { readonly kind: "node"; readonly block: string | undefined; readonly node: GraphNode }
  | { readonly kind: "block"; readonly block: Block }
  | { readonly kind: "parameter"; readonly block: Block; readonly parameter: string }
  | { readonly kind: "port"; readonly block: Block; readonly side: Side; readonly port: string }
  | { readonly kind: "objective"; readonly objective: string };

export type Side = "inputs" | "outputs";

/** A name in the text. */
export interface NamePlace {
  readonly named: Named;
  /** The name alone. */
  readonly name: TextRange;
  /** The name with what leads to it: a path, the end of a wire, a parameter with its `$`. */
  readonly whole: TextRange;
}

/** The name at a place of the text, wherever it is written: where it is given, or where something refers to it. */
export function nameAt(graph: Graph, place: Place): NamePlace | undefined {
  const { string, cursor } = place;
  if (!string) return undefined;
  const { text, offset } = string;
  const range = { offset, length: text.length };
  const at = (named: Named | undefined) => named && { named, name: range, whole: range };
  const given = givenAt(graph, place, text);
  if (given) return at(given);
  const slot = slotOf(place);
  switch (slot?.kind) {
    case "type":
      return at(blockOf(graph, text));
    case "member":
      return at(parameterOf(graph, scopeOf(graph, slot.block)?.nodes.get(slot.node)?.type, text));
    case "expression": {
      const { word, range: whole } = wordAt(string, cursor);
      const named = word.startsWith("$") ? parameterOf(graph, slot.block, word.slice(1)) : undefined;
      return named && { named, name: { offset: whole.offset + 1, length: whole.length - 1 }, whole };
    }
    case "edge":
      return edgeEnd(graph, slot.block, string, cursor);
    case "weightsOf":
    case "followed":
      return onPath(graph, slot.block, string, cursor);
    case "tied":
    case "policy":
      return onPath(graph, slot.block, { text: readPath(text)?.node ?? text, offset }, cursor);
    case "loss":
    case "updated":
    case "factor":
      return onPath(graph, undefined, string, cursor);
    case "watch":
      return watched(graph, string);
    default:
      return undefined;
  }
}

/** What a key or an entry gives a name, and the position of a node in `layout`, which has its name. */
function givenAt(graph: Graph, { path, isKey }: Place, text: string): Named | undefined {
  const [first, name] = path;
  const block = first === "blocks" && typeof name === "string" ? name : undefined;
  const [section, index, key, ...deeper] = block === undefined ? path : path.slice(2);
  if (isKey && index === undefined) {
    if (section === "nodes" || section === "layout") return nodeOf(graph, block, text);
    if (section === "parameters") return parameterOf(graph, block, text);
    if (section === "blocks") return blockOf(graph, text);
  }
  if (block === undefined)
    return isKey && section === "training" && index === "objectives" && key === undefined
      ? objectiveOf(graph, text)
      : undefined;
  const isPort =
    !isKey && typeof index === "number" && (key === undefined || key === "name") && deeper.length === 0;
  return isPort && (section === "inputs" || section === "outputs")
    ? portOf(graph.blocks.get(block), section, text)
    : undefined;
}

function nodeOf(graph: Graph, block: string | undefined, id: string): Named | undefined {
  const node = scopeOf(graph, block)?.nodes.get(id);
  return node && { kind: "node", block, node };
}

function blockOf(graph: Graph, name: string): Named | undefined {
  const block = graph.blocks.get(name);
  return block && { kind: "block", block };
}

function parameterOf(graph: Graph, name: string | undefined, parameter: string): Named | undefined {
  const block = graph.blocks.get(name ?? "");
  return block && Object.hasOwn(block.parameters, parameter)
    ? { kind: "parameter", block, parameter }
    : undefined;
}

function portOf(block: Block | undefined, side: Side, port: string | undefined): Named | undefined {
  return block?.[side].some(({ name }) => name === port) && port !== undefined
    ? { kind: "port", block, side, port }
    : undefined;
}

function objectiveOf(graph: Graph, objective: string): Named | undefined {
  const isKnown = graph.training.objectives.some(({ name }) => name === objective);
  return isKnown ? { kind: "objective", objective } : undefined;
}

/** The objective in `validation.generator/loss`. */
function watched(graph: Graph, { text, offset }: WrittenString): NamePlace | undefined {
  const objective = graph.training.objectives.find(({ name }) => watchesObjective(text, name))?.name;
  if (objective === undefined) return undefined;
  const name = { offset: offset + text.indexOf(`${objective}/`), length: objective.length };
  return { named: { kind: "objective", objective }, name, whole: name };
}

/** The node that a path leads to, up to the part at the cursor, so that each id in it leads to its own node. */
function onPath(
  graph: Graph,
  block: string | undefined,
  { text, offset }: WrittenString,
  cursor: number,
): NamePlace | undefined {
  const end = text.indexOf("/", cursor - offset);
  const path = end < 0 ? text : text.slice(0, end);
  let around = block;
  let found: { readonly named: Named & { readonly kind: "node" }; readonly name: TextRange } | undefined;
  let start = 0;
  for (const part of path.split("/")) {
    // The number of a repetition belongs to what is repeated.
    if (!found || !/^\d/.test(part)) {
      if (found) around = found.named.node.type;
      const node =
        found && !graph.blocks.has(around ?? "") ? undefined : scopeOf(graph, around)?.nodes.get(part);
      if (!node) return undefined;
      found = {
        named: { kind: "node", block: around, node },
        name: { offset: offset + start, length: part.length },
      };
    }
    start += part.length + 1;
  }
  return found && { ...found, whole: { offset, length: path.length } };
}

/** What the end of a wire at the cursor stands for: a node, a port of its block, or one of the block around it. */
function edgeEnd(
  graph: Graph,
  block: string | undefined,
  { text, offset }: WrittenString,
  cursor: number,
): NamePlace | undefined {
  const edge = readEdge(text);
  if (!edge) return undefined;
  const at = cursor - offset;
  const isAt = (end: typeof edge.from) => at >= end.offset && at <= end.offset + end.length;
  const side = isAt(edge.from) ? "from" : isAt(edge.to) ? "to" : undefined;
  if (!side) return undefined;
  const { node: id, port, ...end } = edge[side];
  const whole = { offset: offset + end.offset, length: end.length };
  const first = { offset: whole.offset, length: id.length };
  const named = nodeOf(graph, block, id);
  if (named?.kind !== "node") {
    // A wire begins at an input of the block around it, but at an output of an instance.
    const outer = portOf(graph.blocks.get(block ?? ""), side === "from" ? "inputs" : "outputs", id);
    return outer && { named: outer, name: first, whole };
  }
  const inner =
    at > end.offset + id.length
      ? portOf(graph.blocks.get(named.node.type), side === "from" ? "outputs" : "inputs", port)
      : undefined;
  if (!inner) return { named, name: first, whole };
  return { named: inner, name: { offset: first.offset + id.length + 1, length: port?.length ?? 0 }, whole };
}
