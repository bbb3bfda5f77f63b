import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import { editGraph } from "../../../engine/document/editGraph";
import { parse } from "../../../engine/document/parse";
import { applyTextEdits } from "../../../engine/document/textEdits";
import { lintGraph } from "../../../engine/fixes/lints/lintGraph";
import { canConnect } from "../../../engine/graph/connect";
import {
  addressOf,
  findOnPage,
  pageInside,
  pageOf,
  pagesAround,
  type Page,
} from "../../../engine/graph/page";
import { showShape } from "../../../engine/tensor/graphType";
import { blocksOf, imageModel, residual } from "./blockDocuments";
import { mlp, typedOf } from "./documents";

const doubled = `"Doubled": {
  "inputs": ["input"], "outputs": ["output"],
  "nodes": { "first": { "type": "Residual", "repeat": 2 }, "last": { "type": "ReLU", "repeat": 3 } },
  "edges": ["input -> first", "first -> last", "last -> output"],
  "layout": { "input": [-200, 0], "first": [0, 0] }
}`;

const nested = typedOf(
  imageModel(`${residual}, ${doubled}`, '"stage": { "type": "Doubled" }', [
    "stem -> stage",
    "stage -> flatten",
  ]),
);

const shapes = ({ nodes }: Page) =>
  Object.fromEntries(
    [...nodes].map(([id, { outputs }]) => [id, Object.values(outputs).map((type) => showShape(type))]),
  );

describe("the document's page", () => {
  it("is the graph itself without blocks", () => {
    const typed = typedOf(mlp);
    expect(pageOf(typed).nodes).toBe(typed.nodes);
  });

  it("shows an instance with its block's ports, and what is inside as sums", () => {
    const page = pageOf(nested);
    const stage = page.nodes.get("stage");
    const inside = [...nested.nodes].filter(([path]) => path.startsWith("stage/"));
    expect(stage?.block?.name).toBe("Doubled");
    expect(stage?.inputPorts.map(({ name }) => name)).toEqual(["input"]);
    expect(stage?.parameterCount).toBe(inside.reduce((sum, [, node]) => sum + node.parameterCount, 0));
    expect(stage?.multiplyAdds).toBe(inside.reduce((sum, [, node]) => sum + node.multiplyAdds, 0));
    expect(stage?.incoming).toEqual({ input: [{ node: "stem", port: "output", edge: 1 }] });
    expect(shapes(page)).toMatchObject({ stem: ["8×7×7"], stage: ["8×7×7"], head: ["10"] });
    expect([...page.nodes.keys()]).toEqual([...nested.graph.nodes.keys()]);
  });
});

it("reads positions of ports, and only of those that there are", () => {
  const text = imageModel(`${residual}, ${doubled}`, '"stage": { "type": "Doubled" }', ["stem -> stage"]);
  expect(parse(text).problems).toEqual([]);
  const moved: GraphEdit = { kind: "move", layout: { output: [40, 8], nobody: [1, 1] }, block: "Doubled" };
  const applied = applyEdit(text, moved);
  const after = "edits" in applied ? parse(applyTextEdits(text, applied.edits)) : undefined;
  expect(after?.problems).toEqual([]);
  const layout = { input: [-200, 0], first: [0, 0], output: [40, 8] };
  expect(after?.graph?.blocks.get("Doubled")?.layout).toEqual(layout);
  const { graph } = parse(text);
  expect(graph && editGraph(graph, moved)?.blocks.get("Doubled")?.layout).toEqual(layout);
  expect(parse(text.replace('"input": [-200', '"inputs": [-200')).problems).toMatchObject([
    { code: "unknown-node" },
  ]);
});

it("counts the wires of warnings in a block as they are written there", () => {
  const typed = typedOf(
    imageModel(
      `"Norm": { "inputs": ["input"], "outputs": ["output"],
        "nodes": { "conv": { "type": "Conv2d", "outChannels": 8, "kernelSize": 1 }, "norm": { "type": "BatchNorm2d" } },
        "edges": ["input -> conv", "conv -> norm", "norm -> output"] }`,
      '"a": { "type": "Norm", "repeat": 2 }',
      ["stem -> a", "a -> flatten"],
    ),
  );
  expect(lintGraph(typed)).toMatchObject([
    { code: "bias-before-batch-norm", block: "Norm", member: "conv", node: "a/0/conv", param: "bias" },
  ]);
});

it("has as many nodes as are written there, however many they stand for", () => {
  const typed = typedOf(
    imageModel(`${residual}, ${doubled}`, '"deep": { "type": "Doubled", "repeat": 900 }', [
      "stem -> deep",
      "deep -> flatten",
    ]),
  );
  expect(typed.nodes.size).toBeGreaterThan(9000);
  expect(pageOf(typed).nodes.size).toBe(6);
  expect(pageOf(typed, { path: "deep/899", block: "Doubled" }).nodes.size).toBe(4);
  expect(canConnect(pageOf(typed), { node: "stem" }, { node: "flatten" })).toMatchObject({ ok: true });
});

describe("a block's page", () => {
  it("shows the block through an instance, with its ports and wires by their index in the block", () => {
    const page = pageOf(nested, { path: "stage", block: "Doubled" });
    expect([...page.nodes.keys()]).toEqual(["input", "first", "last", "output"]);
    expect(page.nodes.get("first")).toMatchObject({ count: 2, parameterCount: 2 * (8 * 8 * 9 + 8) });
    expect(page.nodes.get("last")).toMatchObject({
      count: 3,
      incoming: { input: [{ node: "first", edge: 1 }] },
    });
    expect(page.nodes.get("output")?.incoming).toEqual({
      input: [{ node: "last", port: "output", edge: 2 }],
    });
    expect(shapes(page)).toEqual({ input: ["8×7×7"], first: ["8×7×7"], last: ["8×7×7"], output: [] });
    expect(page.scope.layout).toEqual({ input: [-200, 0], first: [0, 0] });
  });

  it("is found by its instance, from outside and inside", () => {
    const inner = pageInside(pageOf(nested, { path: "stage", block: "Doubled" }), "first");
    expect(inner).toEqual({ path: "stage/first/0", block: "Residual" });
    expect(pagesAround(pageOf(nested, inner))).toEqual([
      { page: { path: "stage", block: "Doubled" }, node: "stage" },
      { page: { path: "stage/first/0", block: "Residual" }, node: "first" },
    ]);
    expect(findOnPage(nested, "stage/first/1/conv")).toEqual({
      page: { path: "stage/first/1", block: "Residual" },
      id: "conv",
    });
    expect(findOnPage(nested, "stage/last/2")).toEqual({
      page: { path: "stage", block: "Doubled" },
      id: "last",
    });
    expect(findOnPage(nested, "stage")).toEqual({ page: { path: "", block: undefined }, id: "stage" });
    expect(findOnPage(nested, "nowhere/1")).toBeUndefined();
  });

  it("stays at its block if the instance is gone, and at the page around it if the block is gone", () => {
    const at = (path: string, block: string) => addressOf(pageOf(nested, { path, block }));
    expect(at("elsewhere", "Residual")).toEqual({ path: "stage/first/0", block: "Residual" });
    expect(at("stage/first/7", "Gone")).toEqual({ path: "stage", block: "Doubled" });
    expect(at("elsewhere/0", "Gone")).toEqual({ path: "", block: undefined });
  });

  it("shows a block that nothing uses without types", () => {
    const typed = typedOf(blocksOf(residual, '"x": { "type": "Input", "shape": [2] }', []));
    const page = pageOf(typed, { path: "", block: "Residual" });
    expect([...page.nodes.keys()]).toEqual(["input", "conv", "drop", "relu", "sum", "output"]);
    expect(page.nodes.get("sum")?.incoming.input).toHaveLength(2);
    expect(shapes(page).conv).toEqual([]);
    expect(canConnect(page, { node: "drop" }, { node: "sum" })).toMatchObject({
      ok: true,
      edge: "drop -> sum",
    });
  });

  it("shows an instance that cannot be made, such as one without a value that it needs", () => {
    const typed = typedOf(
      imageModel(residual.replace('"channels": 8', '"channels": null'), '"stage": { "type": "Residual" }', [
        "stem -> stage",
        "stage -> flatten",
      ]),
    );
    expect(pageOf(typed).nodes.get("stage")).toMatchObject({ outputs: {}, parameterCount: 0 });
  });
});

describe("a wire on a page", () => {
  const small = typedOf(
    imageModel(
      `${residual}, ${doubled}`,
      '"stage": { "type": "Residual" }, "wide": { "type": "Conv2d", "outChannels": 3, "kernelSize": 1 }',
      ["stem -> wide", "stem -> stage", "stage -> flatten"],
    ),
  );
  const reason = (verdict: ReturnType<typeof canConnect>) => (verdict.ok ? "ok" : verdict.reason);

  it("is refused if it does not fit inside an instance, with the message there", () => {
    expect(reason(canConnect(pageOf(small), { node: "wide" }, { node: "stage" }))).toMatch(/^stage\/sum: /);
    expect(canConnect(pageOf(small), { node: "stem" }, { node: "stage" })).toMatchObject({ ok: false });
  });

  it("is refused as well if the instance has no wire yet", () => {
    const loose = typedOf(
      imageModel(
        residual,
        '"stage": { "type": "Residual" }, "wide": { "type": "Conv2d", "outChannels": 3, "kernelSize": 1 }',
        ["stem -> wide", "wide -> flatten"],
      ),
    );
    expect(reason(canConnect(pageOf(loose), { node: "wide" }, { node: "stage" }))).toMatch(/^stage\/sum: /);
    expect(reason(canConnect(pageOf(loose), { node: "stem" }, { node: "stage" }))).toBe("ok");
  });

  it("is refused if it would lead in a circle through instances", () => {
    expect(reason(canConnect(pageOf(nested), { node: "stage" }, { node: "stem" }))).toContain(
      "stage/first/0/sum → ",
    );
  });

  it("replaces the wire of an instance's input or a block's output, which take one", () => {
    const top = pageOf(nested);
    const other = typedOf(
      imageModel(`${residual}, ${doubled}`, '"stage": { "type": "Doubled" }, "same": { "type": "ReLU" }', [
        "stem -> same",
        "stem -> stage",
        "stage -> flatten",
      ]),
    );
    expect(top.nodes.get("stage")?.incoming.input).toHaveLength(1);
    expect(canConnect(pageOf(other), { node: "same" }, { node: "stage" })).toEqual({
      ok: true,
      edge: "same -> stage",
      replaces: 2,
    });
    const page = pageOf(other, { path: "stage", block: "Doubled" });
    expect(canConnect(page, { node: "first" }, { node: "output" })).toEqual({
      ok: true,
      edge: "first -> output",
      replaces: 2,
    });
    expect(canConnect(page, { node: "input" }, { node: "output" })).toMatchObject({
      edge: "input -> output",
    });
  });

  it("follows a block's port to what is connected outside", () => {
    const typed = typedOf(
      blocksOf(
        `"Merge": { "inputs": ["a", { "name": "b", "optional": true }], "outputs": ["output"],
          "nodes": { "sum": { "type": "Add" }, "relu": { "type": "ReLU" } },
          "edges": ["a -> sum", "sum -> relu", "relu -> output"] }`,
        `"x": { "type": "Input", "shape": [2] }, "y": { "type": "Input", "shape": [3] }, "s": { "type": "Merge" },
         "wide": { "type": "Linear", "outFeatures": 5 }, "both": { "type": "Multiply" }`,
        ["x -> s.a", "y -> s.b", "s -> both", "x -> both"],
      ),
    );
    const page = pageOf(typed, { path: "s", block: "Merge" });
    expect(reason(canConnect(page, { node: "b" }, { node: "sum" }))).toMatch(/^s\/sum: /);
    // Outside, the output is multiplied by two numbers.
    expect(reason(canConnect(page, { node: "b" }, { node: "output" }))).toMatch(/^both: /);
    expect(reason(canConnect(page, { node: "a" }, { node: "output" }))).toBe("ok");
    expect(reason(canConnect(page, { node: "relu" }, { node: "sum" }))).toContain("s/sum → s/relu → s/sum");
  });
});
