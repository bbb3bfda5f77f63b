import { expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import { applyTextEdits } from "../../../engine/document/textEdits";

const chain = `{
  "netloom": 1,
  "nodes": {
    "a": { "type": "Input", "shape": [3] },
    "b": { "type": "Linear", "outFeatures": 2 }
  },
  "edges": ["a -> b"],
  "layout": {}
}
`;

const put = (replaces: number[]) =>
  applyEdit(chain, {
    kind: "add",
    nodes: [{ id: "n", type: "ReLU" }],
    edges: ["a -> n", "n -> b"],
    layout: { n: [1, 2] },
    replaces,
  });

it("puts a node onto a wire in one edit, whose wire goes", () => {
  const applied = put([0]);
  if ("refused" in applied) throw new Error(applied.refused);
  const { edges, nodes, layout } = JSON.parse(applyTextEdits(chain, applied.edits)) as Record<string, object>;
  expect(edges).toEqual(["a -> n", "n -> b"]);
  expect(Object.keys(nodes ?? {})).toEqual(["a", "b", "n"]);
  expect(layout).toEqual({ n: [1, 2] });
});

it("refuses where the wire is gone", () => {
  expect(put([3])).toHaveProperty("refused");
});
