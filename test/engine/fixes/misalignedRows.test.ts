import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import { infer } from "../../../engine/graph/infer";
import { misalignedRows } from "../../../engine/fixes/misalignedRows";
import { parse } from "../../../engine/document/parse";
import { applyTextEdits } from "../../../engine/document/textEdits";
import type { DataFacts } from "../../../engine/data/catalog/facts";
import { blocksOf } from "../graph/blockDocuments";

type Params = Readonly<Record<string, unknown>>;

const table = { type: "Dataset", source: "csv", file: "t.csv", inputs: ["a"], target: "b" };
const loss = { type: "MSELoss" };
const out = { type: "Linear", outFeatures: 1 };

function problemsOf(text: string, rows: Readonly<Record<string, number>> = {}) {
  const facts: DataFacts = Object.fromEntries(
    Object.entries(rows).map(([id, samples]) => [id, { samples, ports: {} }]),
  );
  const { graph } = parse(text);
  return misalignedRows(infer(graph!, facts), facts);
}

/** Two Datasets that meet in one loss. */
function pair(x: Params, y: Params, edges = ["x -> out", "out -> loss.input", "y.target -> loss.target"]) {
  return JSON.stringify({ netloom: 1, nodes: { x, y, out, loss }, edges });
}

const same = { x: 40, y: 40 };
describe("rows of Datasets that meet", () => {
  it.each<[string, string, Record<string, number>]>([
    ["agree in everything", pair(table, table), same],
    [
      "hold nothing out, so that no seed counts",
      pair({ ...table, validation: 0 }, { ...table, validation: 0, seed: 3 }),
      same,
    ],
    ["hold the same number out", pair({ ...table, validation: 0.2 }, { ...table, validation: 0.201 }), same],
    ["are not read yet", pair(table, { ...table, file: "u.csv" }), {}],
    [
      "are drawn from one seed",
      pair({ type: "Dataset", source: "sine" }, { type: "Dataset", source: "sine" }),
      {},
    ],
    [
      "are truth tables",
      pair({ type: "Dataset", source: "xor" }, { type: "Dataset", source: "and", seed: 9 }),
      {},
    ],
    ["meet an Input", pair({ type: "Input", shape: [1] }, table), { y: 40 }],
  ])("belong together where they %s", (_, text, rows) => {
    expect(problemsOf(text, rows)).toEqual([]);
  });

  it.each<[string, string, Record<string, number>, RegExp]>([
    ["rows", pair(table, table), { x: 40, y: 38 }, /: 40 and 38 rows\./],
    ["seeds", pair(table, { ...table, seed: 7 }), same, /: seeds 0 and 7\./],
    ["fractions", pair(table, { ...table, validation: 0.5 }), same, /: validation fractions 0\.2 and 0\.5\./],
    [
      "both",
      pair(table, { ...table, validation: 0.5, seed: 7 }),
      same,
      /fractions 0\.2 and 0\.5, seeds 0 and 7\./,
    ],
    [
      "draws",
      pair({ type: "Dataset", source: "sine" }, { type: "Dataset", source: "sine", seed: 1 }),
      {},
      /seeds 0 and 1/,
    ],
    [
      "lengths of generators",
      pair({ type: "Dataset", source: "sine" }, { type: "Dataset", source: "sine", samples: 5 }),
      {},
      /1000 and 5 rows/,
    ],
    [
      "order",
      pair(table, { type: "Dataset", source: "sine" }),
      { x: 1000 },
      /"y" holds out its last rows for validation, "x" random ones/,
    ],
  ])("do not for other %s", (_, text, rows, message) => {
    const problems = problemsOf(text, rows);
    expect(problems).toMatchObject([{ code: "rows-not-aligned", severity: "error", node: "y" }]);
    expect(problems[0]?.message).toMatch(/^"x" and "y" meet in "loss"/);
    expect(problems[0]?.message).toMatch(message);
  });

  it("are put right by the fix", () => {
    const text = pair({ ...table, seed: 4 }, { ...table, validation: 0.5, seed: 7 });
    const [problem] = problemsOf(text, same);
    const applied = applyEdit(text, problem!.fixes![0]!.edit);
    const fixed = "edits" in applied ? applyTextEdits(text, applied.edits) : text;
    expect(problemsOf(fixed, same)).toEqual([]);
    expect(problemsOf(pair(table, table), { x: 40, y: 38 })[0]?.fixes).toBeUndefined();
  });

  it("are put right in the block that the Dataset is in, where the problem is", () => {
    const text = blocksOf(
      `"Source": { "outputs": ["rows"], "nodes": { "y": ${JSON.stringify({ ...table, seed: 7 })} }, "edges": ["y.target -> rows"] }`,
      `"x": ${JSON.stringify(table)}, "source": { "type": "Source" }, "out": ${JSON.stringify(out)}, "loss": ${JSON.stringify(loss)}`,
      ["x -> out", "out -> loss.input", "source -> loss.target"],
    );
    const rows = { x: 40, "source/y": 40 };
    const [problem] = problemsOf(text, rows);
    expect(problem).toMatchObject({ node: "source/y", block: "Source", member: "y", param: "seed" });
    const applied = applyEdit(text, problem!.fixes![0]!.edit);
    const fixed = "edits" in applied ? applyTextEdits(text, applied.edits) : text;
    expect(problemsOf(fixed, rows)).toEqual([]);
  });

  it("may differ where they never meet", () => {
    const other = { ...table, seed: 7 };
    const edges = ["x -> out", "out -> loss.input", "x.target -> loss.target"];
    const second = ["y -> out2", "out2 -> loss2.input", "y.target -> loss2.target"];
    const nodes = { x: table, y: other, out, loss, out2: out, loss2: loss };
    expect(problemsOf(JSON.stringify({ netloom: 1, nodes, edges: [...edges, ...second] }), same)).toEqual([]);
  });

  it("are compared through others, and each pair once", () => {
    const nodes = {
      x: table,
      y: table,
      z: { ...table, seed: 1 },
      a: { type: "Add" },
      b: { type: "Add" },
      c: { type: "Add" },
    };
    const edges = ["x -> a", "y -> a", "y -> b", "z -> b", "a -> c", "b -> c"];
    const problems = problemsOf(JSON.stringify({ netloom: 1, nodes, edges }), { x: 9, y: 9, z: 9 });
    expect(problems.map(({ node }) => node)).toEqual(["z"]);
  });

  it("are found in time that grows with the graph", () => {
    const ids = Array.from({ length: 3000 }, (_, index) => `d${index}`);
    const nodes = Object.fromEntries([...ids.map((id) => [id, table]), ["add", { type: "Add" }]]);
    const edges = ids.map((id) => `${id} -> add`);
    const rows = Object.fromEntries(ids.map((id) => [id, 40]));
    expect(problemsOf(JSON.stringify({ netloom: 1, nodes, edges }), rows)).toEqual([]);
  });
});
