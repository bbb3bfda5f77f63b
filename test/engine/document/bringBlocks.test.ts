import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import { copyNodes, pasteNodes } from "../../../engine/document/clipboard";
import { parse } from "../../../engine/document/parse";
import { starter } from "../../../engine/document/starter";
import { infer } from "../../../engine/graph/infer";
import { edited, graphOf } from "../graph/documents";

const unit = (features: number) =>
  `"Unit": { "parameters": { "features": ${features} }, "inputs": ["input"], "outputs": ["output"], "nodes": { "linear": { "type": "Linear", "outFeatures": "$features" }, "relu": { "type": "ReLU" } }, "edges": ["input -> linear", "linear -> relu", "relu -> output"], "layout": { "linear": [0, 0], "relu": [220, 0] } }`;
const pair =
  '"Pair": { "inputs": ["input"], "outputs": ["output"], "nodes": { "one": { "type": "Unit" }, "two": { "type": "Unit", "weightsOf": "one" } }, "edges": ["input -> one", "one -> two", "two -> output"] }';
const other = '"Other": { "inputs": [], "outputs": [], "nodes": {}, "edges": [] }';

const documentWith = (blocks: readonly string[], nodes = "") =>
  `{ "netloom": 1, "blocks": { ${blocks.join(", ")} }, "nodes": { "x": { "type": "Input", "shape": [4] }${nodes} }, "edges": [] }`;

const source = graphOf(documentWith([unit(4), pair, other], ', "pair": { "type": "Pair", "repeat": 2 }'));
const copied = copyNodes(source, ["x", "pair"]);

function pastedInto(text: string, clipboard = copied): string {
  const pasted = pasteNodes(graphOf(text), clipboard);
  if ("refused" in pasted) throw new Error(pasted.refused);
  return edited(text, pasted.edit);
}

const blocksOf = (text: string) => [...graphOf(text).blocks.keys()];
const typesOf = (text: string) => [...graphOf(text).nodes.values()].map(({ type }) => type);

describe("instances that are copied to another document", () => {
  it("take their blocks along, and the blocks in those, with their layouts", () => {
    expect([...(parse(copied).graph?.blocks.keys() ?? [])]).toEqual(["Unit", "Pair"]);
    const text = pastedInto(starter());
    expect(blocksOf(text)).toEqual(["Unit", "Pair"]);
    expect(graphOf(text).blocks.get("Unit")?.layout).toEqual({ linear: [0, 0], relu: [220, 0] });
    expect(graphOf(text).nodes.get("pair")?.repeat).toBe(2);
    const wired = edited(text, { kind: "connect", edge: "x -> pair" });
    expect(infer(graphOf(wired)).nodes.get("pair/1/two/linear")?.outputs.output).toBeDefined();
  });

  it("use the blocks that are there already, also if only their layouts differ", () => {
    const there = documentWith([unit(4).replace("[220, 0]", "[300, 50]"), pair]);
    expect(blocksOf(pastedInto(there))).toEqual(["Unit", "Pair"]);
    const pasted = pasteNodes(source, copied);
    expect("edit" in pasted && pasted.edit.blocks).toBeUndefined();
  });

  it("get a new name for a block whose name is another one's, and so do the blocks that use it", () => {
    const once = pastedInto(documentWith([unit(8), pair]));
    expect(blocksOf(once)).toEqual(["Unit", "Pair", "Unit2", "Pair2"]);
    expect(graphOf(once).blocks.get("Pair2")?.nodes.get("two")).toMatchObject({
      type: "Unit2",
      weightsOf: "one",
    });
    expect(typesOf(once)).toEqual(["Input", "Input", "Pair2"]);
    const twice = pastedInto(once);
    expect(blocksOf(twice)).toEqual(["Unit", "Pair", "Unit2", "Pair2"]);
    expect(typesOf(twice).at(-1)).toBe("Pair2");
  });

  it("are added with their blocks in one edit", () => {
    const pasted = pasteNodes(graphOf(starter()), copied);
    const applied = "edit" in pasted ? applyEdit(starter(), pasted.edit) : undefined;
    expect(applied && "edits" in applied && applied.edits).toHaveLength(1);
  });

  it("are refused in their own block, also if it is in one that is brought along", () => {
    const refusalOn = (block: string, text: string, clipboard: string) => {
      const graph = graphOf(text);
      const scope = graph.blocks.get(block);
      if (!scope) throw new Error("no block");
      const pasted = pasteNodes({ ...graph, nodes: scope.nodes, edges: scope.edges }, clipboard);
      if ("refused" in pasted) return pasted.refused;
      const applied = applyEdit(text, { ...pasted.edit, block });
      return "refused" in applied ? applied.refused : undefined;
    };
    const sentence = 'The block "Unit" would contain itself.';
    expect(refusalOn("Unit", documentWith([unit(4), pair]), copied)).toBe(sentence);
    expect(refusalOn("Unit", documentWith([unit(4)]), copied)).toBe(sentence);
    expect(refusalOn("Other", documentWith([unit(4), pair, other]), copied)).toBeUndefined();
  });

  it("are refused if nothing says what their block is", () => {
    const alone = '{ "netloom": 1, "nodes": { "a": { "type": "Pair" } } }';
    expect(pasteNodes(graphOf(starter()), alone)).toHaveProperty("refused");
    expect(pastedInto(documentWith([unit(4), pair]), alone)).toContain('"a": { "type": "Pair" }');
  });
});
