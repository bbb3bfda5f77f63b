import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import type { Fix } from "../../../engine/fixes/fix";
import { findFixes } from "../../../engine/fixes/findFixes";
import { infer } from "../../../engine/graph/infer";
import { applyTextEdits } from "../../../engine/document/textEdits";
import type { DataFacts } from "../../../engine/data/catalog/facts";
import { graphOf } from "../graph/documents";
import { digits, faults, linear, type Broken } from "./faults";

describe("fixes", () => {
  it.each(Object.entries(faults))("of %s", (_, { fixes: wanted, ...broken }) => {
    const { text, typed, fixes } = look(broken);
    expect(fixes.map(({ title }) => title)).toEqual(expect.arrayContaining([...wanted]));
    for (const fix of fixes) {
      const after = infer(graphOf(apply(text, fix)));
      const [problem] = typed.problems;
      expect(
        after.problems.filter(({ node }) => node === problem?.node),
        fix.title,
      ).toEqual([]);
      expect(after.parameterCount - typed.parameterCount, fix.title).toBe(fix.parameters);
    }
  });

  it("name first what a teacher would: Flatten before the head and not behind it", () => {
    const { fixes } = look(faults["an image at a head"]!);
    expect(fixes[0]?.title).toBe('Insert Flatten between "digits" and "logits"');
  });

  it("are none where shapes are not at fault", () => {
    const { fixes } = look({ nodes: { a: linear(3) }, edges: [] });
    expect(fixes).toEqual([]);
  });

  it("leave alone what was in order", () => {
    const { text, typed, fixes } = look(faults["a prediction unlike its target"]!);
    for (const fix of fixes) {
      const after = infer(graphOf(apply(text, fix)));
      for (const [id, { outputs }] of typed.nodes)
        if (Object.keys(outputs).length > 0)
          expect(Object.keys(after.nodes.get(id)?.outputs ?? {}), `${fix.title}: ${id}`).not.toEqual([]);
    }
  });
});

describe("a target", () => {
  const mse = { type: "MSELoss" };
  const autoencoder: Broken = {
    nodes: { digits, flat: { type: "Flatten" }, code: linear(100), loss: mse },
    edges: ["digits.image -> flat", "flat -> code", "code -> loss.input", "digits.image -> loss.target"],
  };

  it("is never learned: the prediction gets its size and its axes, as one fix", () => {
    const { text, fixes } = look(autoencoder);
    expect(fixes.map(({ title }) => title)).toEqual([
      'Set outFeatures of "code" to 784. Then: Insert Unflatten (dim 1, unflattenedSize [1, 28, 28]) between "code" and "loss"',
      'Set outFeatures of "code" to 784. Then: Insert Flatten between "digits" and "loss"',
    ]);
    for (const fix of fixes) expect(infer(graphOf(apply(text, fix))).problems).toEqual([]);
  });

  const wide = { type: "Input", shape: [8] };
  it.each<[string, Broken]>([
    ["at the loss", autoencoder],
    [
      "behind layers without weights",
      {
        nodes: { x: wide, y: wide, cut: { type: "Slice", dim: 1, end: 5 }, a: linear(3), loss: mse },
        edges: ["x -> a", "y -> cut", "a -> loss.input", "cut -> loss.target"],
      },
    ],
    [
      "through a teacher",
      {
        nodes: { x: wide, student: linear(3), teacher: { ...linear(5), frozen: true }, loss: mse },
        edges: ["x -> student", "x -> teacher", "student -> loss.input", "teacher -> loss.target"],
      },
    ],
    [
      "as numbers of classes",
      {
        nodes: { digits, a: linear(5), flat: { type: "Flatten" }, loss: mse },
        edges: ["digits.image -> flat", "flat -> a", "a -> loss.input", "digits.label -> loss.target"],
      },
    ],
  ])("gets no weights and no other values before it: %s", (_, broken) => {
    const { typed, text, fixes } = look(broken);
    expect(fixes).not.toEqual([]);
    const [loss] = typed.graph.edges.slice(-1);
    for (const fix of fixes) {
      const after = infer(graphOf(apply(text, fix)));
      let source = after.nodes.get("loss")!.incoming.target![0]!.node;
      for (const walked = new Set<string>(); source !== loss!.from.node; walked.add(source)) {
        expect(walked.has(source), fix.title).toBe(false);
        const { layer, incoming } = after.nodes.get(source)!;
        expect(["Flatten", "Reshape", "Cast", "OneHot", "Unsqueeze", "Squeeze"], fix.title).toContain(
          layer.type,
        );
        source = incoming.input![0]!.node;
      }
      expect(after.graph.nodes.get(source)).toMatchObject({ params: typed.graph.nodes.get(source)!.params });
    }
  });

  it("that is a column of whole numbers becomes classes where classes are wanted", () => {
    const table = { type: "Dataset", source: "csv", file: "t.csv", inputs: ["a", "b"], target: "kind" };
    const broken: Broken = {
      nodes: { table, a: linear(2), loss: { type: "CrossEntropyLoss" } },
      edges: ["table.input -> a", "a -> loss.input", "table.target -> loss.target"],
    };
    const facts = (whole: boolean): DataFacts => ({
      table: {
        samples: 9,
        ports: {
          input: { shape: [2], dtype: "float32" },
          target: { shape: [1], dtype: "float32", range: { low: 1, high: 2 }, whole },
        },
      },
    });
    const titles = (whole: boolean) => look(broken, facts(whole)).fixes.map(({ title }) => title);
    expect(titles(true)).toContain('Set classes of "table" to true');
    expect(titles(false)).not.toContain('Set classes of "table" to true');
    expect(titles(false).join()).not.toContain('between "table"');
  });

  it("of yes or no becomes a column beside a score", () => {
    const moons = { type: "Dataset", source: "moons" };
    const titles = (outputs: number) =>
      look({
        nodes: { moons, a: linear(outputs), loss: { type: "BCEWithLogitsLoss" } },
        edges: ["moons.input -> a", "a -> loss.input", "moons.label -> loss.target"],
      }).fixes.map(({ title }) => title);
    const column = 'Insert Cast (dtype "float32") → Unsqueeze (dim -1) between "moons" and "loss"';
    expect(titles(1)).toContain(column);
    expect(titles(3)).toContain(`Set outFeatures of "a" to 1. Then: ${column}`);
  });
});

function look(broken: Broken, facts: DataFacts = {}) {
  const text = JSON.stringify({ netloom: 1, ...broken }, null, 2);
  const typed = infer(graphOf(text), facts);
  expect(typed.problems).toHaveLength(1);
  return { text, typed, fixes: findFixes({ text, typed, facts }, typed.problems[0]!) };
}

function apply(text: string, { edit }: Fix): string {
  const applied = applyEdit(text, edit);
  if ("refused" in applied) throw new Error(applied.refused);
  return applyTextEdits(text, applied.edits);
}
