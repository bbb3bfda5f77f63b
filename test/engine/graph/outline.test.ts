import { describe, expect, it } from "vitest";
import { parse } from "../../../engine/document/parse";
import { infer } from "../../../engine/graph/infer";
import { Outline, type OutlineItem } from "../../../engine/graph/outline";
import { blocksOf, imageModel, residual } from "./blockDocuments";
import { documentOf } from "./documents";

const doubled = `"Doubled": {
  "inputs": ["input"], "outputs": ["output"],
  "nodes": { "first": { "type": "Residual", "repeat": 2 }, "last": { "type": "ReLU" } },
  "edges": ["input -> first", "first -> last", "last -> output"]
}`;
const nested = imageModel(`${residual}, ${doubled}`, '"stage": { "type": "Doubled" }', [
  "stem -> stage",
  "stage -> flatten",
]);

function outlineOf(text: string): Outline {
  const { graph, problems } = parse(text);
  if (!graph) throw new Error("The text has no graph.");
  const typed = infer(graph);
  return new Outline(typed, [...problems, ...typed.problems]);
}

const ids = (items: readonly OutlineItem[]) => items.map(({ id }) => id);
const troubled = (outline: Outline, ...within: (string | undefined)[]) =>
  within.flatMap((id) =>
    outline
      .children(id)
      .filter(({ problems }) => problems.length > 0)
      .map((item) => item.id),
  );

describe("the outline of a model", () => {
  it("lists nodes in the order of the data, whatever the order of the text", () => {
    const text = documentOf(
      '"loss": { "type": "MSELoss" }, "head": { "type": "Linear", "outFeatures": 2 }, "y": { "type": "Input", "shape": [2] }, "x": { "type": "Input", "shape": [4] }',
      ["x -> head", "head -> loss.input", "y -> loss.target"],
    );
    const items = outlineOf(text).children();
    expect(items.map(({ name, type, shapes }) => [name, type, ...shapes])).toEqual([
      ["y", "Input", "2"],
      ["x", "Input", "4"],
      ["head", "Linear", "2"],
      ["loss", "MSELoss", "scalar"],
    ]);
    expect(items.map(({ category }) => category)).toEqual(["data", "data", "core", "loss"]);
    expect(items.some(({ isParent }) => isParent)).toBe(false);
  });

  it("unfolds instances, of a repeated one the first, and the blocks", () => {
    const outline = outlineOf(nested);
    expect(ids(outline.children())).toEqual([
      ...["digits", "stem", "stage", "flatten", "head", "loss"],
      ...[":Residual", ":Doubled"],
    ]);
    expect(ids(outline.children("stage"))).toEqual(["stage/first", "stage/last"]);
    expect(ids(outline.children("stage/first"))).toContain("stage/first/0/conv");
    expect(outline.item("stage/first")).toMatchObject({ category: "block", repeat: "2", shapes: ["8×7×7"] });
    expect(outline.item("stage/first/0/conv")).toMatchObject({
      nodes: ["stage/first/0/conv"],
      isParent: false,
    });
    expect(ids(outline.children(":Doubled"))).toEqual([":Doubled/first", ":Doubled/last"]);
    // A definition has the shapes of an instance, and is not unfolded in another one.
    expect(outline.item(":Doubled/first")).toMatchObject({
      isParent: false,
      shapes: ["8×7×7"],
      nodes: ["first"],
      block: "Doubled",
    });
    expect(outline.children("head")).toEqual([]);
    expect(outline.children("nothing")).toEqual([]);
  });

  it("knows what each item is in, and finds the item of any repetition", () => {
    const outline = outlineOf(nested);
    expect(outline.parent("stage/first/0/conv")).toBe("stage/first");
    expect(outline.parent("stage/first")).toBe("stage");
    expect(outline.parent("stage")).toBeUndefined();
    expect(outline.parent(":Doubled/first")).toBe(":Doubled");
    expect(outline.idOf("stage/first/1/conv")).toBe("stage/first/0/conv");
    expect(outline.idOf("stage/first")).toBe("stage/first");
    expect(outline.idOf("stage/gone")).toBeUndefined();
  });

  it("finds the node at an offset of the text", () => {
    const outline = outlineOf(nested);
    expect(outline.at(nested.indexOf('"stride": 4'))).toBe("stem");
    expect(outline.at(nested.indexOf('"Dropout"'))).toBe(":Residual/drop");
    expect(outline.at(nested.indexOf('"edges"'))).toBeUndefined();
    const { range } = outline.item("stem")!;
    expect(nested.slice(range.offset, range.offset + range.length)).toMatch(/^"stem": \{.*\}$/);
  });

  it("has problems at their nodes and at what those are in", () => {
    const wrongInside = outlineOf(nested.replace('"kernelSize": 3, "stride": "$stride"', '"kernelSize": 99'));
    expect(troubled(wrongInside, undefined)).toEqual(["stage", ":Residual"]);
    expect(troubled(wrongInside, "stage", "stage/first", ":Residual")).toEqual([
      "stage/first",
      "stage/first/0/conv",
      ":Residual/conv",
    ]);
    const wrongOutside = outlineOf(nested.replace('"outFeatures": 10', '"outFeatures": -1'));
    expect(troubled(wrongOutside, undefined, ":Residual")).toEqual(["head"]);
    expect(wrongOutside.item("head")?.problems[0]).toMatchObject({ severity: "error" });
  });

  it("shows nodes of unknown types, wires that are missing and blocks that no node is of", () => {
    const outline = outlineOf(
      blocksOf(residual, '"b": { "type": "Add" }, "a": { "type": "Lineer" }', ["a -> b"]),
    );
    expect(outline.children().map(({ id, category, shapes }) => [id, category, ...shapes])).toEqual([
      ["a", "unknown"],
      ["b", "structure"],
      [":Residual", "definition"],
    ]);
    expect(ids(outline.children(":Residual"))).toEqual(
      ["conv", "drop", "relu", "sum"].map((id) => `:Residual/${id}`),
    );
  });

  it("does not unfold a block inside itself", () => {
    const outline = outlineOf(
      blocksOf(
        '"Loop": { "inputs": ["input"], "outputs": ["output"], "nodes": { "again": { "type": "Loop" } }, "edges": ["input -> again", "again -> output"] }',
        '"loop": { "type": "Loop" }',
        [],
      ),
    );
    expect(ids(outline.children("loop"))).toEqual(["loop/again"]);
    expect(outline.item("loop/again")?.isParent).toBe(false);
    expect(outline.children("loop/again")).toEqual([]);
  });
});
