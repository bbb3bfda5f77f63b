import { parseTree, type Node } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import { readEdge } from "../../../engine/graph/edgeText";
import type { GraphEdit } from "../../../engine/document/edit";
import { editGraph } from "../../../engine/document/editGraph";
import { parse } from "../../../engine/document/parse";
import { applyTextEdits } from "../../../engine/document/textEdits";
import { inverse } from "./inverse";
import { meaning } from "./meaning";
import { drawEdit, layouts, modelOf, random, type Model } from "./randomEdits";

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
