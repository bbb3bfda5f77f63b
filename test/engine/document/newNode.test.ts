import { describe, expect, it } from "vitest";
import { copyNodes, pasteNodes } from "../../../engine/document/clipboard";
import { freeId, newNode } from "../../../engine/document/newNode";
import { parse } from "../../../engine/document/parse";
import { starter } from "../../../engine/document/starter";
import { layers } from "../../../engine/layers";
import { documentOf, edited, graphOf, mlp } from "../graph/documents";

describe("a new node", () => {
  it.each([...layers.keys()])("of %s has no wrong parameters", (type) => {
    const text = edited(starter(), { kind: "add", nodes: [newNode(new Set(), type)] });
    expect(parse(text).problems).toEqual([]);
  });

  it("has a short name that is free", () => {
    const id = (type: string) => newNode(graphOf(mlp).nodes, type).id;
    expect(["Linear", "Conv2d", "LSTM", "MaxPool2d", "ReLU", "MSELoss", "Dataset"].map(id)).toEqual([
      "linear",
      "conv",
      "lstm",
      "maxpool",
      "relu2",
      "loss2",
      "dataset",
    ]);
    expect(freeId(new Set(["a", "a2", "a3"]), "a")).toBe("a4");
    expect(freeId(new Set(), "2d")).toBe("node");
    expect(freeId(new Set(), "constructor")).toBe("node");
  });

  it("says the choice that its other parameters hang on", () => {
    expect(newNode(new Set(), "Dataset").params).toEqual({ source: "digits" });
    expect(newNode(new Set(), "ReLU").params).toEqual({});
  });
});

describe("the clipboard", () => {
  const graph = graphOf(mlp);
  const copied = copyNodes(graph, ["flatten", "hidden", "relu"]);

  it("holds a document of the nodes, the wires between them and their places", () => {
    expect(copied).toBe(`{
  "netloom": 1,
  "nodes": {
    "flatten": { "type": "Flatten" },
    "hidden": { "type": "Linear", "outFeatures": 128 },
    "relu": { "type": "ReLU" }
  },
  "edges": [
    "flatten -> hidden",
    "hidden -> relu"
  ],
  "layout": {
    "flatten": [220, 0]
  }
}
`);
  });

  it("is pasted under free names, beside the originals or at a place", () => {
    expect(pasteNodes(graph, copied)).toEqual({
      edit: {
        kind: "add",
        nodes: [
          { id: "flatten2", type: "Flatten", params: {} },
          { id: "hidden2", type: "Linear", params: { outFeatures: 128 } },
          { id: "relu2", type: "ReLU", params: {} },
        ],
        edges: ["flatten2 -> hidden2", "hidden2 -> relu2"],
        layout: { flatten2: [260, 40] },
      },
    });
    const at = pasteNodes(graph, copied, [5, 6]);
    expect("edit" in at && at.edit.layout).toEqual({ flatten2: [5, 6], hidden2: [5, 6], relu2: [5, 6] });
  });

  it("can be pasted again and again, into an empty model too", () => {
    let text = starter();
    for (let i = 0; i < 3; i++) {
      const pasted = pasteNodes(graphOf(text), copied);
      if ("refused" in pasted) throw new Error(pasted.refused);
      text = edited(text, pasted.edit);
    }
    expect([...graphOf(text).nodes.keys()]).toEqual([
      "flatten",
      "hidden",
      "relu",
      "flatten2",
      "hidden2",
      "relu2",
      "flatten3",
      "hidden3",
      "relu3",
    ]);
    expect(parse(text).problems).toEqual([]);
  });

  it("keeps weights shared: with the copy, or with the original if that is not copied", () => {
    const text = documentOf(
      `"a": { "type": "Linear", "outFeatures": 2 }, "b": { "type": "Linear", "outFeatures": 2, "weightsOf": "a" },
       "c": { "type": "Linear", "outFeatures": 2, "weightsOf": { "bias": "a.bias" } }`,
    );
    const shared = graphOf(text);
    const pastedInto = (target: string, ids: readonly string[]) => {
      const pasted = pasteNodes(graphOf(target), copyNodes(shared, ids));
      if ("refused" in pasted) throw new Error(pasted.refused);
      const { nodes } = graphOf(edited(target, pasted.edit));
      return [...nodes.values()].slice(-ids.length).map(({ id, weightsOf }) => [id, weightsOf]);
    };
    expect(pastedInto(text, ["a", "b", "c"])).toEqual([
      ["a2", undefined],
      ["b2", "a2"],
      ["c2", { bias: "a2.bias" }],
    ]);
    expect(pastedInto(text, ["b", "c"])).toEqual([
      ["b2", "a"],
      ["c2", { bias: "a.bias" }],
    ]);
    expect(pastedInto(starter(), ["b"])).toEqual([["b", undefined]]);
  });

  it("refuses what holds no nodes", () => {
    for (const text of [
      "",
      "hello",
      "{",
      "[]",
      "{}",
      '{ "nodes": 3 }',
      '{ "nodes": { "__proto__": { "type": "ReLU" } } }',
    ])
      expect(pasteNodes(graph, text), text).toHaveProperty("refused");
    const unknown = pasteNodes(graph, '{ "netloom": 1, "nodes": { "a": { "type": "Quantum" } } }');
    expect("refused" in unknown && unknown.refused).toMatch(/unknown layer "Quantum"/);
  });

  it("keeps both of two equal wires", () => {
    const twice =
      '{ "netloom": 1, "nodes": { "a": { "type": "ReLU" }, "b": { "type": "Add" } }, "edges": ["a -> b", "a -> b"] }';
    const copy = copyNodes(graphOf(twice), ["a", "b"]);
    const pasted = pasteNodes(graphOf(twice), copy);
    expect("edit" in pasted && pasted.edit.edges).toEqual(["a2 -> b2", "a2 -> b2"]);
  });

  it("keeps wires to nodes that are not copied out", () => {
    const foreign =
      '{ "netloom": 1, "nodes": { "a": { "type": "ReLU" } }, "edges": ["relu -> a", "a -> a"] }';
    const pasted = pasteNodes(graph, foreign);
    expect("edit" in pasted && pasted.edit.edges).toEqual(["a -> a"]);
  });
});
