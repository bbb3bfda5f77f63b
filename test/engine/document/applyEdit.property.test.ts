import { parseTree } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import { readEdge } from "../../../engine/graph/edgeText";
import type { GraphEdit, TextEdit } from "../../../engine/document/edit";
import { editGraph } from "../../../engine/document/editGraph";
import { parse } from "../../../engine/document/parse";
import { sharingOf } from "../../../engine/graph/sharing";
import type { Graph, GraphEdge } from "../../../engine/graph/graph";
import { starter } from "../../../engine/document/starter";
import { applyTextEdits } from "../../../engine/document/textEdits";
import { mlp } from "../graph/documents";

/** A document as plain data: what an edit means, said in the plainest way. */
interface Model {
  nodes: Record<string, Record<string, unknown>>;
  edges: string[];
  training: Record<string, unknown>;
  layout: Record<string, [number, number]>;
}

function modelOf(text: string): Model {
  const { nodes = {}, edges = [], training = {}, layout = {} } = JSON.parse(text) as Partial<Model>;
  return { nodes, edges, training, layout };
}

function carryOut(model: Model, edit: GraphEdit): Model {
  const { nodes, edges, training, layout } = structuredClone(model);
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
      return { nodes, edges, training, layout };
    }
    case "remove": {
      for (const id of edit.nodes) {
        Reflect.deleteProperty(nodes, id);
        Reflect.deleteProperty(layout, id);
      }
      const kept = edges.filter(
        (edge, index) => !edit.edges?.includes(index) && !edit.nodes.some((id) => naming(edge, id)),
      );
      return { nodes, edges: kept, training, layout };
    }
    case "param": {
      const node = nodes[edit.node]!;
      if (edit.value === undefined) Reflect.deleteProperty(node, edit.name);
      else node[edit.name] = edit.value;
      return { nodes, edges, training, layout };
    }
    case "rename": {
      const renamed = <T>(record: Record<string, T>) =>
        Object.fromEntries(
          Object.entries(record).map(([id, value]) => [id === edit.node ? edit.to : id, value]),
        );
      const through = new RegExp(`^${edit.node}(?=[/.]|$)`);
      for (const node of Object.values(nodes)) {
        const { weightsOf } = node;
        if (typeof weightsOf === "string") node.weightsOf = weightsOf.replace(through, edit.to);
        else if (isTies(weightsOf))
          node.weightsOf = Object.fromEntries(
            Object.entries(weightsOf).map(([name, path]) => [name, path.replace(through, edit.to)]),
          );
      }
      return {
        nodes: renamed(nodes),
        edges: edges.map((edge) => edge.replace(new RegExp(`\\b${edit.node}(?=( |\\.|$))`, "g"), edit.to)),
        training,
        layout: renamed(layout),
      };
    }
    case "connect":
      edges.splice(edit.replaces ?? edges.length, edit.replaces === undefined ? 0 : 1, edit.edge);
      return { nodes, edges, training, layout };
    case "move":
      return { nodes, edges, training, layout: { ...layout, ...edit.layout } as Model["layout"] };
    case "training": {
      const [key = "", inner] = edit.path;
      const optimizer = { ...((training[key] as object | undefined) ?? { type: "Adam" }) } as Record<
        string,
        unknown
      >;
      if (inner !== undefined) training[key] = { ...optimizer, [inner]: edit.value };
      else if (edit.value === undefined) Reflect.deleteProperty(training, key);
      else training[key] = edit.value;
      return { nodes, edges, training, layout };
    }
  }
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
  const ids = Object.keys(model.nodes);
  const one = <T>(list: readonly T[]): T => list[draw(list.length)]!;
  const some = (list: readonly string[]) => list.filter(() => draw(4) === 0);
  const place = (): [number, number] => [draw(2000) - 1000, draw(2000) - 1000];
  const wire = () => `${one(ids)}${one(["", ".output"])} -> ${one(ids)}${one(["", ".input"])}`;
  const fresh = `n${step}`;
  const add: GraphEdit = {
    kind: "add",
    nodes: Array.from({ length: draw(3) + 1 }, (_, i) => ({
      id: `${fresh}_${i}`,
      type: one(["ReLU", "Linear", "Dropout"]),
      params: one([{}, { outFeatures: draw(9) }, { p: 0.5, text: 'a "b"\n\\ é' }]),
    })),
    edges: ids.length > 0 ? [`${one(ids)} -> ${fresh}_0`] : [],
    layout: { [`${fresh}_0`]: place() },
    ...(model.edges.length > 0 && draw(3) === 0 ? { replaces: [draw(model.edges.length)] } : {}),
  };
  if (ids.length === 0) return add;
  const kinds: (() => GraphEdit)[] = [
    () => add,
    () => ({
      kind: "remove",
      nodes: some(ids),
      edges: model.edges.flatMap((_, index) => (draw(5) === 0 ? [index] : [])),
    }),
    () => ({
      kind: "param",
      node: one(ids),
      name: one(["p", "bias", "outFeatures", "weightsOf"]),
      value: one([undefined, 3, true, "x", [1, 2], { deep: [null] }]),
    }),
    () => ({
      kind: "param",
      node: one(ids),
      name: "weightsOf",
      value: one([one(ids), `${one(ids)}/0/a`, { weight: `${one(ids)}.weight`, bias: `${one(ids)}.bias` }]),
    }),
    () => ({ kind: "rename", node: one(ids), to: `${fresh}r` }),
    () => ({ kind: "connect", edge: wire() }),
    () => ({
      kind: "connect",
      edge: wire(),
      ...(model.edges.length > 0 ? { replaces: draw(model.edges.length) } : {}),
    }),
    () => ({ kind: "move", layout: Object.fromEntries(some(ids).map((id) => [id, place()])) }),
    () => ({ kind: "training", path: [one(["epochs", "seed"])], value: one([1, 2, undefined]) }),
    () => ({ kind: "training", path: ["optimizer", "learningRate"], value: one([0.1, 0.2]) }),
    () => ({
      kind: "param",
      node: one(ids),
      name: "type",
      value: one(["Linear", "Conv2d", "ReLU", "LSTM", "Dropout"]),
    }),
    () => ({ kind: "training", path: ["optimizer", "type"], value: one(["SGD", "Adam", "RMSprop"]) }),
    () => ({
      kind: "training",
      path: ["schedule"],
      value: one([undefined, { type: "StepLR", stepSize: 3 }]),
    }),
    () => ({ kind: "all", edits: [add, { kind: "connect", edge: `${fresh}_0 -> ${one(ids)}` }] }),
  ];
  return one(kinds)();
}

const layouts: Record<string, string> = {
  "as people write it": mlp,
  new: starter(),
  "with CRLF": mlp.replace(/\n/g, "\r\n"),
  "with tabs": mlp.replace(/^( {2})+/gm, (indent) => "\t".repeat(indent.length / 2)),
  "on one line": JSON.stringify(JSON.parse(mlp)),
  "as JSON.stringify spreads it": JSON.stringify(JSON.parse(mlp), null, 4),
  "with blank lines and odd commas": mlp.replace(/,\n/g, "\n\n  ,\n"),
  "nearly empty": '{"netloom":1}',
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
      expect(Object.keys(modelOf(next).nodes)).toEqual(Object.keys(wanted.nodes));
      expect(rewritten(text, next)).toEqual([]);
      expect(outside(next)).toBe(outside(text));
      if (start.includes("\r\n")) expect(next).not.toMatch(/[^\r]\n/);
      text = next;
    }
  });
});

/** What a graph says, without the places of that in a text; nodes in their order. */
function meaning(graph: Graph | undefined) {
  if (!graph) return undefined;
  const { nodes, edges, training, settings, layout } = graph;
  const end = ({ node, port }: GraphEdge["from"]) => ({ node, port });
  return {
    nodes: [...nodes.values()].map((node) => ({
      id: node.id,
      type: node.type,
      params: node.params,
      ...sharingOf(node),
    })),
    edges: edges.map(({ index, from, to }) => ({ index, from: end(from), to: end(to) })),
    training,
    settings,
    layout,
  };
}

/** The edits that take edits back. */
function inverse(text: string, edits: readonly TextEdit[]): TextEdit[] {
  let shift = 0;
  return edits.map((edit) => {
    const back = {
      offset: edit.offset + shift,
      length: edit.text.length,
      text: text.slice(edit.offset, edit.offset + edit.length),
    };
    shift += edit.text.length - edit.length;
    return back;
  });
}

/** Nodes, places and settings whose value an edit left alone but whose text it changed. */
function rewritten(before: string, after: string): string[] {
  const now = sourcesIn(after);
  return [...sourcesIn(before)].flatMap(([path, source]) => {
    const other = now.get(path);
    if (other === undefined || other === source) return [];
    return JSON.stringify(JSON.parse(other)) === JSON.stringify(JSON.parse(source)) ? [path] : [];
  });
}

/** The text of each member of a section, by path. */
function sourcesIn(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const section of parseTree(text)?.children ?? [])
    for (const member of section.children?.[1]?.children ?? []) {
      const [key, value] = member.children ?? [];
      if (member.type === "property" && key && value)
        found.set(
          `${String(section.children?.[0]?.value)}.${String(key.value)}`,
          text.slice(value.offset, value.offset + value.length),
        );
    }
  return found;
}

/** What stands before the first section and after the last bracket but one: no edit touches it. */
function outside(text: string): string {
  return text.slice(0, text.indexOf('"netloom"')) + text.slice(text.lastIndexOf("}") + 1);
}
