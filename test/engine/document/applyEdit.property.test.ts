import { parseTree, type Node } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import { readEdge } from "../../../engine/graph/edgeText";
import type { GraphEdit } from "../../../engine/document/edit";
import { editGraph } from "../../../engine/document/editGraph";
import { parse } from "../../../engine/document/parse";
import { starter } from "../../../engine/document/starter";
import { applyTextEdits } from "../../../engine/document/textEdits";
import { inverse } from "./inverse";
import { meaning } from "./meaning";
import { imageModel, residual } from "../graph/blockDocuments";
import { mlp } from "../graph/documents";

interface ScopeModel {
  nodes: Record<string, Record<string, unknown>>;
  edges: string[];
  layout: Record<string, [number, number]>;
}

/** A document as plain data: what an edit means, said in the plainest way. */
interface Model extends ScopeModel {
  training: Record<string, unknown>;
  blocks: Record<string, BlockModel>;
}

interface BlockModel extends ScopeModel {
  inputs: string[];
  outputs: string[];
}

function modelOf(text: string): Model {
  const {
    nodes = {},
    edges = [],
    training = {},
    layout = {},
    blocks = {},
  } = JSON.parse(text) as Partial<Model>;
  const filled = Object.entries(blocks).map(([name, block]): [string, BlockModel] => [
    name,
    { ...block, nodes: block.nodes ?? {}, edges: block.edges ?? [], layout: block.layout ?? {} },
  ]);
  return { nodes, edges, training, layout, blocks: Object.fromEntries(filled) };
}

/** Paths that lead through a renamed node, in the scope that it is in and in all others. */
function renamePaths(model: Model, edit: Extract<GraphEdit, { kind: "rename" }>): void {
  const renamed = (scope: string | undefined, path: string) => {
    const [node = "", weight] = path.split(".");
    const parts = node.split("/");
    let at = scope;
    for (let i = 0; i < parts.length; i++) {
      if (/^\d+$/.test(parts[i]!)) continue;
      const { nodes } = at === undefined ? model : model.blocks[at]!;
      const { type } = nodes[parts[i]!] ?? {};
      if (at === edit.block && parts[i] === edit.node) parts[i] = edit.to;
      if (typeof type !== "string" || !(type in model.blocks)) break;
      at = type;
    }
    return parts.join("/") + (weight === undefined ? "" : `.${weight}`);
  };
  for (const [name, { nodes }] of [[undefined, model] as const, ...Object.entries(model.blocks)])
    for (const node of Object.values(nodes)) {
      const { weightsOf, follows } = node;
      if (isFollowing(follows)) node.follows = { ...follows, node: renamed(name, follows.node) };
      if (typeof weightsOf === "string") node.weightsOf = renamed(name, weightsOf);
      else if (isTies(weightsOf))
        node.weightsOf = Object.fromEntries(
          Object.entries(weightsOf).map(([weight, path]) => [weight, renamed(name, path)]),
        );
    }
}

function carryOut(model: Model, edit: GraphEdit): Model {
  const after = structuredClone(model);
  if (edit.kind === "rename") renamePaths(after, edit);
  const { training, blocks } = after;
  const block = "block" in edit ? edit.block : undefined;
  if (block !== undefined) {
    const inside = { ...blocks[block]!, training: {}, blocks: {} };
    const { nodes, edges, layout } = carryOut(inside, { ...edit, block: undefined } as GraphEdit);
    return { ...after, blocks: { ...blocks, [block]: { ...blocks[block]!, nodes, edges, layout } } };
  }
  const { nodes, edges, layout } = after;
  const naming = (edge: string, id: string) => {
    const read = readEdge(edge);
    return read?.from.node === id || read?.to.node === id;
  };
  switch (edit.kind) {
    case "all":
      return edit.edits.reduce(carryOut, model);
    case "add": {
      for (const { id, type, params } of edit.nodes) nodes[id] = { type, ...params };
      for (const [id, [x, y]] of Object.entries(edit.layout ?? {})) layout[id] = [x, y];
      const [first] = edit.replaces ?? [];
      edges.splice(first ?? edges.length, first === undefined ? 0 : 1, ...(edit.edges ?? []));
      return { nodes, edges, layout, training, blocks };
    }
    case "remove": {
      for (const id of edit.nodes) {
        Reflect.deleteProperty(nodes, id);
        Reflect.deleteProperty(layout, id);
      }
      const kept = edges.filter(
        (edge, index) => !edit.edges?.includes(index) && !edit.nodes.some((id) => naming(edge, id)),
      );
      return { nodes, edges: kept, layout, training, blocks };
    }
    case "param": {
      const node = nodes[edit.node]!;
      if (edit.value === undefined) Reflect.deleteProperty(node, edit.name);
      else node[edit.name] = edit.value;
      return { nodes, edges, layout, training, blocks };
    }
    case "rename": {
      const renamed = <T>(record: Record<string, T>) =>
        Object.fromEntries(
          Object.entries(record).map(([id, value]) => [id === edit.node ? edit.to : id, value]),
        );
      return {
        nodes: renamed(nodes),
        edges: edges.map((edge) => edge.replace(new RegExp(`\\b${edit.node}(?=( |\\.|$))`, "g"), edit.to)),
        layout: renamed(layout),
        training,
        blocks,
      };
    }
    case "connect":
      edges.splice(edit.replaces ?? edges.length, edit.replaces === undefined ? 0 : 1, edit.edge);
      return { nodes, edges, layout, training, blocks };
    case "move":
      return { nodes, edges, training, blocks, layout: { ...layout, ...edit.layout } as Model["layout"] };
    case "training": {
      const [key = "", inner] = edit.path;
      const optimizer = { ...((training[key] as object | undefined) ?? { type: "Adam" }) } as Record<
        string,
        unknown
      >;
      if (inner !== undefined) training[key] = { ...optimizer, [inner]: edit.value };
      else if (edit.value === undefined) Reflect.deleteProperty(training, key);
      else training[key] = edit.value;
      return { nodes, edges, layout, training, blocks };
    }
    default:
      throw new Error(`${edit.kind} is tried elsewhere`);
  }
}

/** Whether it says what it follows and when; otherwise it cannot be read. */
function isFollowing(value: unknown): value is { readonly node: string } {
  return typeof value === "object" && value !== null && "node" in value && Object.keys(value).length === 2;
}

function isTies(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((path) => typeof path === "string")
  );
}

function changesType(edit: GraphEdit): boolean {
  return (
    (edit.kind === "param" && edit.name === "type") || (edit.kind === "training" && edit.path[1] === "type")
  );
}

/** mulberry32: a small seeded generator, so that a failing sequence can be run again. */
function random(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return Math.floor((((x ^ (x >>> 14)) >>> 0) / 4294967296) * below);
  };
}

function drawEdit(model: Model, draw: (below: number) => number, step: number): GraphEdit {
  const names = Object.keys(model.blocks);
  if (names.length === 0 || draw(2) === 0) return drawEditOf(model, undefined, model, draw, step);
  const block = names[draw(names.length)]!;
  return drawEditOf(model, block, model.blocks[block]!, draw, step);
}

/** An edit of the document's own nodes, or of a block's. */
function drawEditOf(
  { blocks }: Model,
  block: string | undefined,
  model: ScopeModel & Partial<BlockModel>,
  draw: (below: number) => number,
  step: number,
): GraphEdit {
  const ids = Object.keys(model.nodes);
  const { inputs = [], outputs = [] } = model;
  // Those in which a block would not contain itself.
  const types = Object.keys(blocks).filter((name) => block === undefined || name < block);
  const one = <T>(list: readonly T[]): T => list[draw(list.length)]!;
  const some = (list: readonly string[]) => list.filter(() => draw(4) === 0);
  const place = (): [number, number] => [draw(2000) - 1000, draw(2000) - 1000];
  const from = () => one([...inputs, ...ids.map((id) => id + one(["", ".output"]))]);
  const to = () => one([...outputs, ...ids.map((id) => id + one(["", ".input"]))]);
  const wire = () => `${from()} -> ${to()}`;
  const fresh = `n${step}`;
  const add: GraphEdit = {
    kind: "add",
    nodes: Array.from({ length: draw(3) + 1 }, (_, i) => ({
      id: `${fresh}_${i}`,
      type: one(["ReLU", "Linear", "Dropout", ...types]),
      params: one([
        {},
        { outFeatures: draw(9) },
        { repeat: 2, channels: "$width * 2" },
        { p: 0.5, text: 'a "b"\n\\ é' },
      ]),
    })),
    edges: ids.length > 0 ? [`${one(ids)} -> ${fresh}_0`] : [],
    layout: { [`${fresh}_0`]: place() },
    ...(model.edges.length > 0 && draw(3) === 0 ? { replaces: [draw(model.edges.length)] } : {}),
    block,
  };
  if (ids.length === 0) return add;
  const kinds: (() => GraphEdit)[] = [
    () => add,
    () => ({
      kind: "remove",
      nodes: some(ids),
      edges: model.edges.flatMap((_, index) => (draw(5) === 0 ? [index] : [])),
      block,
    }),
    () => ({
      kind: "param",
      node: one(ids),
      name: one(["p", "bias", "outFeatures", "weightsOf", "repeat", "channels"]),
      value: one([undefined, 3, true, "x", "$width // 2", [1, 2], { deep: [null] }]),
      block,
    }),
    () => ({
      kind: "param",
      node: one(ids),
      name: "weightsOf",
      value: one([
        one(ids),
        `${one(ids)}/0/a`,
        `${one(ids)}/unit/conv`,
        `${one(ids)}/1/conv`,
        { weight: `${one(ids)}.weight`, bias: `${one(ids)}.bias` },
      ]),
      block,
    }),
    () => ({
      kind: "param",
      node: one(ids),
      name: "follows",
      value: one([{ node: one(ids), every: 3 }, { node: `${one(ids)}/unit`, rate: 0.5 }, { node: one(ids) }]),
      block,
    }),
    () => ({ kind: "rename", node: one(ids), to: `${fresh}r`, block }),
    () => ({ kind: "connect", edge: wire(), block }),
    () => ({
      kind: "connect",
      edge: wire(),
      ...(model.edges.length > 0 ? { replaces: draw(model.edges.length) } : {}),
      block,
    }),
    () => ({ kind: "move", layout: Object.fromEntries(some(ids).map((id) => [id, place()])), block }),
    () => ({ kind: "training", path: [one(["epochs", "seed"])], value: one([1, 2, undefined]) }),
    () => ({ kind: "training", path: ["optimizer", "learningRate"], value: one([0.1, 0.2]) }),
    () => ({
      kind: "param",
      node: one(ids),
      name: "type",
      value: one(["Linear", "Conv2d", "ReLU", "LSTM", "Dropout", ...types]),
      block,
    }),
    () => ({ kind: "training", path: ["optimizer", "type"], value: one(["SGD", "Adam", "RMSprop"]) }),
    () => ({
      kind: "training",
      path: ["schedule"],
      value: one([undefined, { type: "StepLR", stepSize: 3 }]),
    }),
    () => ({ kind: "all", edits: [add, { kind: "connect", edge: `${fresh}_0 -> ${one(ids)}`, block }] }),
  ];
  return one(kinds)();
}

const withBlocks = imageModel(
  `${residual},
   "Stage": {
     "parameters": { "width": 4 },
     "inputs": ["input"], "outputs": ["output"],
     "nodes": { "unit": { "type": "Residual", "channels": "$width", "repeat": 2 }, "relu": { "type": "ReLU", "weightsOf": "unit/0/conv" } },
     "edges": ["input -> unit", "unit -> relu", "relu -> output"],
     "layout": { "unit": [0, 0] }
   }`,
  '"a": { "type": "Stage", "repeat": 2 }, "b": { "type": "Stage", "width": 8, "weightsOf": "a" }, "c": { "type": "Conv2d", "weightsOf": { "weight": "a/1/unit/0/conv.weight" } }',
  ["stem -> a", "a -> b", "b -> flatten"],
);

const layouts: Record<string, string> = {
  "as people write it": mlp,
  new: starter(),
  "with CRLF": mlp.replace(/\n/g, "\r\n"),
  "with tabs": mlp.replace(/^( {2})+/gm, (indent) => "\t".repeat(indent.length / 2)),
  "on one line": JSON.stringify(JSON.parse(mlp)),
  "as JSON.stringify spreads it": JSON.stringify(JSON.parse(mlp), null, 4),
  "with blank lines and odd commas": mlp.replace(/,\n/g, "\n\n  ,\n"),
  "nearly empty": '{"netloom":1}',
  "with blocks": withBlocks,
  "with blocks on one line": JSON.stringify(JSON.parse(withBlocks)),
  "with blocks as JSON.stringify spreads them": JSON.stringify(JSON.parse(withBlocks), null, 2).replace(
    /\n/g,
    "\r\n",
  ),
  "with a nearly empty block": '{ "netloom": 1, "blocks": { "A": {} } }',
};

describe.each(Object.entries(layouts))("random edits of a document %s", (_, start) => {
  it.each([1, 2, 3, 4, 5])("mean what they say and touch nothing else (seed %i)", (seed) => {
    const draw = random(seed);
    let text = start;
    for (let step = 0; step < 60; step++) {
      const model = modelOf(text);
      const edit = drawEdit(model, draw, step);
      const applied = applyEdit(text, edit);
      if ("refused" in applied) throw new Error(`${JSON.stringify(edit)}: ${applied.refused}`);
      let end = 0;
      for (const { offset, length } of applied.edits) {
        expect(offset).toBeGreaterThanOrEqual(end);
        end = offset + length;
      }
      expect(end).toBeLessThanOrEqual(text.length);
      const next = applyTextEdits(text, applied.edits);
      expect(applyTextEdits(next, inverse(text, applied.edits))).toBe(text);
      const graph = parse(text).graph!;
      expect(meaning(editGraph(graph, edit)), JSON.stringify(edit)).toEqual(meaning(parse(next).graph));
      const wanted = carryOut(model, edit);
      // What a change of type loses and gains is the layers' own to say.
      if (!changesType(edit)) expect(modelOf(next), JSON.stringify(edit)).toEqual(wanted);
      expect(nodesIn(modelOf(next))).toEqual(nodesIn(wanted));
      expect(rewritten(text, next)).toEqual([]);
      expect(outside(next)).toBe(outside(text));
      if (start.includes("\r\n")) expect(next).not.toMatch(/[^\r]\n/);
      text = next;
    }
  });
});

/** Nodes, places and settings whose value an edit left alone but whose text it changed. */
function rewritten(before: string, after: string): string[] {
  const now = sourcesIn(after);
  return [...sourcesIn(before)].flatMap(([path, source]) => {
    const other = now.get(path);
    if (other === undefined || other === source) return [];
    return JSON.stringify(JSON.parse(other)) === JSON.stringify(JSON.parse(source)) ? [path] : [];
  });
}

/** The text of each member of a section, by path: of the document, and of each block. */
function sourcesIn(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (object: Node | undefined, path: string, depth: number) => {
    for (const { type, children: [key, value] = [] } of object?.children ?? []) {
      if (type !== "property" || !key || !value) continue;
      const inner = `${path}.${String(key.value)}`;
      if (depth > 0) visit(value, inner, path === "" && key.value === "blocks" ? 2 : depth - 1);
      else found.set(inner, text.slice(value.offset, value.offset + value.length));
    }
  };
  visit(parseTree(text), "", 1);
  return found;
}

function nodesIn({ nodes, blocks }: Model) {
  return [nodes, ...Object.values(blocks).map((block) => block.nodes)].map((each) => Object.keys(each));
}

/** What stands before the first section and after the last bracket but one: no edit touches it. */
function outside(text: string): string {
  return text.slice(0, text.indexOf('"netloom"')) + text.slice(text.lastIndexOf("}") + 1);
}
