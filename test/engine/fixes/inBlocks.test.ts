import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import { applyTextEdits } from "../../../engine/document/textEdits";
import { findFixes } from "../../../engine/fixes/findFixes";
import { lintGraph } from "../../../engine/fixes/lints/lintGraph";
import type { Problem } from "../../../engine/graph/problem";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { blocksOf } from "../graph/blockDocuments";
import { typedOf } from "../graph/documents";
import { faults } from "./faults";
import { mistakes } from "./mistakes";

interface Written {
  readonly blocks?: object;
  readonly nodes: Readonly<Record<string, object>>;
  readonly edges: readonly string[];
}

/** Documents in which something does not fit, or will hardly learn. */
const documents = [
  ...Object.entries(faults).map(([title, { nodes, edges }]) => [title, textOf({ nodes, edges })] as const),
  ...mistakes.map(([title, text]) => [title, text] as const),
];

describe("fixes of what is wrong inside a block", () => {
  it.each(documents)("are as many as outside of it: %s", (_, text) => {
    const [outside] = problemsIn(typedOf(text));
    const count = fixesOf(text, outside!).length;
    for (const [index, wrapped] of wrappings(text).entries()) {
      const [problem] = problemsIn(typedOf(wrapped));
      const fixes = fixesOf(wrapped, problem!);
      // What moves a layer past another needs both of them in one place.
      if (index === 0) expect(fixes.length, wrapped).toBe(count);
      expect(fixes.length > 0, wrapped).toBe(count > 0);
      checkFixes(wrapped, problem!, fixes);
    }
  });

  it.each(documents)("are right for all of its instances: %s", (_, text) => {
    const [whole = "", ...others] = wrappings(text);
    for (const wrapped of [whole, ...others]) {
      const repeated = edited(wrapped, { kind: "param", node: "part", name: "repeat", value: 3 });
      const several = [twice(wrapped), ...(repeated === undefined ? [] : [repeated])];
      for (const document of [...several, ...(wrapped === whole ? differing(wrapped) : [])])
        for (const problem of problemsIn(typedOf(document)))
          checkFixes(document, problem, fixesOf(document, problem));
    }
  });

  it("set a parameter where its value comes from, in blocks in blocks", () => {
    const blocks = `"Head": { "parameters": { "classes": 5 }, "inputs": ["input"], "outputs": ["output"],
        "nodes": { "fc": { "type": "Linear", "outFeatures": "$classes" } }, "edges": ["input -> fc", "fc -> output"] },
      "Net": { "parameters": { "out": 4 }, "inputs": ["input"], "outputs": ["output"],
        "nodes": { "flat": { "type": "Flatten" }, "head": { "type": "Head", "classes": "$out" } },
        "edges": ["input -> flat", "flat -> head", "head -> output"] }`;
    const edges = ["digits.image -> net", "net -> loss.input", "digits.label -> loss.target"];
    const nodes = (net: string) =>
      `"digits": { "type": "Dataset", "source": "digits" }, "net": ${net}, "loss": { "type": "CrossEntropyLoss" }`;
    const written = blocksOf(blocks, nodes('{ "type": "Net", "out": 3 }'), edges);
    expect(titlesIn(written)).toEqual(['Set out of "net" to 10']);
    expect(titlesIn(blocksOf(blocks, nodes('{ "type": "Net" }'), edges))).toEqual(['Set out of "net" to 10']);
    const literal = blocks
      .replace('"classes": "$out"', '"classes": 4')
      .replace('"parameters": { "out": 4 }, ', "");
    expect(titlesIn(blocksOf(literal, nodes('{ "type": "Net" }'), edges))).toEqual([
      'In the block "Net": Set classes of "head" to 10',
    ]);
    const computed = blocks.replace('"$classes"', '"$classes * 2"');
    expect(titlesIn(blocksOf(computed, nodes('{ "type": "Net" }'), edges))).toEqual([
      'In the block "Head": Set outFeatures of "fc" to 10',
    ]);
  });

  it("change the default that several instances use, and only the instance at fault of those that differ", () => {
    const head = `"Head": { "parameters": { "classes": 5 }, "inputs": ["input"], "outputs": ["output"],
      "nodes": { "fc": { "type": "Linear", "outFeatures": "$classes" } }, "edges": ["input -> fc", "fc -> output"] }`;
    const two = (one: string, other: string) =>
      blocksOf(
        head,
        `"digits": { "type": "Dataset", "source": "digits" }, "flat": { "type": "Flatten" }, "one": ${one}, "other": ${other},
         "loss": { "type": "CrossEntropyLoss" }, "loss2": { "type": "CrossEntropyLoss" }`,
        [
          "digits.image -> flat",
          "flat -> one",
          "flat -> other",
          "one -> loss.input",
          "digits.label -> loss.target",
          "other -> loss2.input",
          "digits.label -> loss2.target",
        ],
      );
    expect(titlesIn(two('{ "type": "Head" }', '{ "type": "Head", "classes": 10 }'))).toEqual([
      'Set classes of "one" to 10',
    ]);
    const both = two('{ "type": "Head" }', '{ "type": "Head" }');
    const [first, second] = problemsIn(typedOf(both));
    expect([first?.node, second?.node]).toEqual(["loss", "loss2"]);
    expect(titlesIn(both)).toEqual(['Set classes of "one" to 10']);
  });

  it("insert layers before the one instance that gets an image, and not into all", () => {
    const text = blocksOf(
      `"Score": { "inputs": ["input"], "outputs": ["output"],
        "nodes": { "norm": { "type": "BatchNorm1d" }, "fc": { "type": "Linear", "outFeatures": 4 } },
        "edges": ["input -> norm", "norm -> fc", "fc -> output"] }`,
      `"rows": { "type": "Input", "shape": [7] }, "image": { "type": "Input", "shape": [1, 6, 6] },
       "one": { "type": "Score" }, "other": { "type": "Score" }`,
      ["rows -> one", "image -> other"],
    );
    const titles = titlesIn(text);
    expect(titles).toContain('Insert Flatten between "image" and "other"');
    expect(titles.filter((title) => title.startsWith("In the block"))).toEqual([]);
  });

  it("leave out what only the repetitions' own wires could solve", () => {
    const text = blocksOf(
      "",
      `"digits": { "type": "Dataset", "source": "digits" }, "flat": { "type": "Flatten" },
       "layers": { "type": "Linear", "outFeatures": 10, "repeat": 3 }, "loss": { "type": "CrossEntropyLoss" }`,
      ["digits.image -> flat", "flat -> layers", "layers -> loss.input", "digits.label -> loss.target"],
    );
    const [problem] = problemsIn(typedOf(text));
    expect(problem).toMatchObject({ code: "linear-after-linear", node: "layers/1" });
    expect(fixesOf(text, problem!)).toEqual([]);
  });
});

it("offers no edits of shapes for weights that do not fit", () => {
  const text = textOf({
    nodes: {
      x: { type: "Input", shape: [6] },
      a: { type: "Linear", outFeatures: 4 },
      b: { type: "Linear", outFeatures: 3, weightsOf: "a" },
    },
    edges: ["x -> a", "a -> b"],
  });
  const [problem] = problemsIn(typedOf(text));
  expect(problem?.code).toBe("shared-shape-mismatch");
  for (const { title, edit } of fixesOf(text, problem!))
    expect(
      problemsIn(typedOf(edited(text, edit)!)).map(({ code }) => code),
      title,
    ).not.toContain("shared-shape-mismatch");
});

function textOf(document: Written): string {
  return JSON.stringify({ netloom: 1, ...document }, null, 2);
}

function problemsIn(typed: TypedGraph): Problem[] {
  return [...typed.problems, ...lintGraph(typed)];
}

function fixesOf(text: string, problem: Problem) {
  return findFixes({ text, typed: typedOf(text), facts: {} }, problem);
}

function titlesIn(text: string): string[] {
  const [problem] = problemsIn(typedOf(text));
  return fixesOf(text, problem!).map(({ title }) => title);
}

function edited(text: string, edit: GraphEdit): string | undefined {
  const applied = applyEdit(text, edit);
  return "edits" in applied ? applyTextEdits(text, applied.edits) : undefined;
}

/** Each fix applies; afterwards nothing of the kind is wrong there in any instance, and what was in order still is. */
function checkFixes(text: string, problem: Problem, fixes: ReturnType<typeof fixesOf>): void {
  const before = typedOf(text);
  for (const { title, edit } of fixes) {
    const after = typedOf(edited(text, edit) ?? "");
    const same = problemsIn(after).filter(
      ({ code, block, member, node }) =>
        code === problem.code &&
        block === problem.block &&
        (block === undefined ? node === problem.node : member === problem.member),
    );
    expect(same, `${title}\n${text}`).toEqual([]);
    const lost = [...before.nodes.keys()].filter(
      (id) => hasOutputs(before, id) && after.nodes.has(id) && !hasOutputs(after, id),
    );
    expect(lost, `${title}\n${text}`).toEqual([]);
  }
}

function hasOutputs({ nodes }: TypedGraph, id: string): boolean {
  return Object.keys(nodes.get(id)?.outputs ?? {}).length > 0;
}

function isSource(node: object): boolean {
  return "type" in node && (node.type === "Input" || node.type === "Dataset");
}

/** The document with all layers or each of them in a block. */
function wrappings(text: string): string[] {
  const { nodes } = JSON.parse(text) as Written;
  const ids = Object.keys(nodes).filter((id) => !isSource(nodes[id]!));
  const choices = [ids, ...ids.map((id) => [id])];
  return choices.flatMap(
    (chosen) => edited(text, { kind: "wrap", nodes: chosen, name: "Part", id: "part" }) ?? [],
  );
}

/** The document with a second network of the same layers and blocks on the same data. */
function twice(text: string): string {
  const { nodes, edges, ...others } = JSON.parse(text) as Written;
  const twin = (end: string) => {
    const [id = "", ...port] = end.split(".");
    return [isSource(nodes[id]!) ? id : `${id}Twin`, ...port].join(".");
  };
  const copies = Object.entries(nodes).flatMap(([id, node]) =>
    isSource(node) ? [] : [[twin(id), node] as const],
  );
  return textOf({
    ...others,
    nodes: { ...nodes, ...Object.fromEntries(copies) },
    edges: [...edges, ...edges.map((edge) => edge.split(" -> ").map(twin).join(" -> "))],
  });
}

/** Documents with two instances of the block, for each parameter inside with another value in the second one. */
function differing(text: string): string[] {
  const part = (JSON.parse(text) as { blocks: { Part: Written } }).blocks.Part;
  return Object.entries(part.nodes).flatMap(([node, params]) =>
    Object.entries(params).flatMap(([param, value]) => {
      const promoted = edited(text, { kind: "promote", block: "Part", node, param, name: "value" });
      const other = typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : undefined;
      if (promoted === undefined || other === undefined) return [];
      return edited(twice(promoted), { kind: "param", node: "partTwin", name: "value", value: other }) ?? [];
    }),
  );
}
