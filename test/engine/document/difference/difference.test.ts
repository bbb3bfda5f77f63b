import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../../engine/document/edit";
import { differenceOf, isSameModel } from "../../../../engine/document/difference/differenceOf";
import { applyTextEdits } from "../../../../engine/document/textEdits";
import { edited, graphOf, mlp } from "../../graph/documents";
import { drawEdit, layouts, modelOf, random } from "../randomEdits";
import { applyDifference, contentOf } from "./applyDifference";

const scripts = 200;
const steps = 12;
const starts = Object.values(layouts);

describe("the difference of two documents", () => {
  it(`is what ${scripts} random scripts of edits did, exactly`, () => {
    for (let seed = 1; seed <= scripts; seed++) {
      const draw = random(seed);
      const start = starts[seed % starts.length]!;
      let text = start;
      for (let step = 0; step < steps; step++) {
        const applied = applyEdit(text, drawEdit(modelOf(text), draw, step));
        if ("edits" in applied) text = applyTextEdits(text, applied.edits);
      }
      const [before, after] = [graphOf(start), graphOf(text)];
      const difference = differenceOf(before, after);
      expect(applyDifference(before, difference, after), `script ${seed}`).toEqual(contentOf(after));
      expect(applyDifference(after, differenceOf(after, before), before)).toEqual(contentOf(before));
    }
  });

  const changed = (...edits: GraphEdit[]) => {
    const text = edits.reduce((now, edit) => edited(now, edit), mlp);
    return differenceOf(graphOf(mlp), graphOf(text));
  };
  const ids = [...graphOf(mlp).nodes.keys()];

  it("is nothing between a document and itself, however it is written", () => {
    for (const text of [mlp, JSON.stringify(JSON.parse(mlp)), mlp.replace(/\n/g, "\r\n")]) {
      const difference = differenceOf(graphOf(mlp), graphOf(text));
      expect(isSameModel(difference)).toBe(true);
      expect(difference.layout).toEqual([]);
    }
  });

  it("tells positions from the model", () => {
    const moved = changed({ kind: "move", layout: { [ids[1]!]: [7, 8] } });
    expect(isSameModel(moved)).toBe(true);
    expect(moved.layout).toMatchObject([{ path: [ids[1]], after: [7, 8] }]);
  });

  it("says which values of a node and of the training differ", () => {
    const difference = changed(
      { kind: "param", node: "hidden", name: "outFeatures", value: 7 },
      { kind: "training", path: ["optimizer", "learningRate"], value: 0.5 },
    );
    expect(difference.changed).toEqual({
      hidden: [{ path: ["outFeatures"], before: expect.any(Number) as number, after: 7 }],
    });
    expect(difference.training).toMatchObject([{ path: ["optimizer", "learningRate"], after: 0.5 }]);
    expect(difference.wires).toEqual([]);
    expect(isSameModel(difference)).toBe(false);
  });

  it("takes a node that is the same but for its name for a renamed one, with all that names it", () => {
    const difference = changed({ kind: "rename", node: "hidden", to: "wide" });
    expect(difference).toMatchObject({
      renamed: [{ from: "hidden", to: "wide" }],
      added: {},
      removed: {},
      wires: [],
    });
  });

  it("lists the wires into an input in their order", () => {
    const document = (first: string, second: string) =>
      graphOf(
        JSON.stringify({
          nodes: { a: { type: "ReLU" }, b: { type: "ReLU" }, join: { type: "Concat" } },
          edges: [`${first} -> join`, `${second} -> join.input`],
        }),
      );
    expect(differenceOf(document("a", "b.output"), document("a.output", "b")).wires).toEqual([]);
    expect(differenceOf(document("a", "b"), document("b", "a")).wires).toEqual([
      { to: "join", before: ["a", "b"], after: ["b", "a"] },
    ]);
  });
});
