import type { GraphEdit } from "../../../engine/document/edit";
import { starter } from "../../../engine/document/starter";
import { imageModel, residual } from "../graph/blockDocuments";
import { mlp } from "../graph/documents";

export interface ScopeModel {
  nodes: Record<string, Record<string, unknown>>;
  edges: string[];
  layout: Record<string, [number, number]>;
}

/** A document as plain data: what an edit means, said in the plainest way. */
export interface Model extends ScopeModel {
  training: Record<string, unknown>;
  blocks: Record<string, BlockModel>;
}

export interface BlockModel extends ScopeModel {
  inputs: string[];
  outputs: string[];
}

export function modelOf(text: string): Model {
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

/** mulberry32: a small seeded generator, so that a failing sequence can be run again. */
export function random(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return Math.floor((((x ^ (x >>> 14)) >>> 0) / 4294967296) * below);
  };
}

export function drawEdit(model: Model, draw: (below: number) => number, step: number): GraphEdit {
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
      name: one(["p", "bias", "outFeatures", "weightsOf", "repeat", "bypass", "channels"]),
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

/** Documents in several layouts. */
export const layouts: Record<string, string> = {
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
