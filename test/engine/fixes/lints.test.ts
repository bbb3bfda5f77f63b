import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import { findFixes } from "../../../engine/fixes/findFixes";
import { lintGraph } from "../../../engine/fixes/lints/lintGraph";
import { rules } from "../../../engine/fixes/lints/rules";
import { applyTextEdits } from "../../../engine/document/textEdits";
import { blocksOf } from "../graph/blockDocuments";
import { typedOf } from "../graph/documents";
import { binary, bce, ce, conv, images, linear, mistakes, nll, norm, relu, row } from "./mistakes";

function warnings(text: string): string[] {
  const typed = typedOf(text);
  expect(typed.problems).toEqual([]);
  return lintGraph(typed).map(({ code, node }) => `${code} ${String(node)}`);
}

describe("a warning", () => {
  it.each(mistakes)("of %s has fixes that leave none", (_, text, warning, titles) => {
    expect(warnings(text)).toEqual([warning]);
    const typed = typedOf(text);
    const fixes = findFixes({ text, typed, facts: {} }, lintGraph(typed)[0]!);
    expect(fixes.map(({ title }) => title)).toEqual(titles);
    for (const { title, edit } of fixes) {
      const applied = applyEdit(text, edit);
      if ("refused" in applied) throw new Error(applied.refused);
      expect(warnings(applyTextEdits(text, applied.edits)), title).toEqual([]);
    }
  });

  it("of every rule is in these tests and in the document's table", () => {
    // Those of what the data say are tried with facts, below.
    const ofData = ["target-out-of-reach", "one-class"];
    const tried = new Set([...mistakes.map(([, , warning]) => warning.split(" ")[0]), ...ofData]);
    const table = readFileSync("docs/document.md", "utf8");
    for (const { code } of rules) {
      expect(tried, code).toContain(code);
      expect(table, code).toContain(`| \`${code}\` `);
    }
  });

  it("stands at the parameter or the layer at fault, and names both ends", () => {
    const text = images({ c: conv({ bias: true }), n: norm });
    const [warning] = lintGraph(typedOf(text));
    expect(warning).toMatchObject({ severity: "warning", node: "c", param: "bias" });
    const { offset, length } = warning!.range;
    expect(text.slice(offset, offset + length)).toBe("true");
    expect(warning?.message).toBe(
      'c: "n" subtracts the mean, which removes the bias, so the bias learns nothing. Set bias to false.',
    );
  });

  it("is given once for all instances of a block, in the block's text, and names the first", () => {
    const text = blocksOf(
      `"Pair": {
        "inputs": ["input"], "outputs": ["output"],
        "nodes": { "conv": { "type": "Conv2d", "outChannels": 4, "padding": 1, "bias": true }, "norm": { "type": "BatchNorm2d" }, "relu": { "type": "ReLU", "repeat": 3 } },
        "edges": ["input -> conv", "conv -> norm", "norm -> relu", "relu -> output"]
      }`,
      `"digits": { "type": "Dataset", "source": "digits" }, "pairs": { "type": "Pair", "repeat": 4 }, "last": { "type": "Pair" },
       "flat": { "type": "Flatten" }, "head": { "type": "Linear", "outFeatures": 10, "repeat": 3 }, "loss": { "type": "CrossEntropyLoss" }`,
      [
        "digits.image -> pairs",
        "pairs -> last",
        "last -> flat",
        "flat -> head",
        "head -> loss.input",
        "digits.label -> loss.target",
      ],
    );
    const [bias, twice, heads, ...others] = lintGraph(typedOf(text)).toSorted(
      (a, b) => a.range.offset - b.range.offset,
    );
    expect(others).toEqual([]);
    expect(bias).toMatchObject({
      code: "bias-before-batch-norm",
      block: "Pair",
      member: "conv",
      node: "pairs/0/conv",
    });
    expect(bias?.message).toContain('pairs/0/conv: "pairs/0/norm" subtracts the mean');
    expect(text.slice(bias!.range.offset, bias!.range.offset + 4)).toBe("true");
    expect(twice).toMatchObject({
      code: "activation-twice",
      block: "Pair",
      member: "relu",
      node: "pairs/0/relu/1",
    });
    expect(heads).toMatchObject({ code: "linear-after-linear", node: "head/1" });
    expect(heads).not.toHaveProperty("block");
  });

  it("keeps a softmax that is an output as well, and leads the loss past it", () => {
    const text = row({ a: linear(10), s: { type: "Softmax" } })
      .replace('"digits.label -> loss.target"', '"digits.label -> loss.target", "s -> shown"')
      .replace('"loss": {', '"shown": { "type": "Identity" }, "loss": {');
    const typed = typedOf(text);
    const [fix] = findFixes({ text, typed, facts: {} }, lintGraph(typed)[0]!);
    expect(fix?.title).toBe('Reroute the wire from "a" past "s"');
  });
});

const x = { type: "Input", shape: [64] };
const silent: readonly (readonly [title: string, text: string])[] = [
  [
    "a code of an autoencoder",
    row({ a: linear(2), b: linear(784) }, { type: "MSELoss" }, ["flat -> loss.target"]),
  ],
  ["a factorised matrix", row({ a: linear(4), b: linear(10) })],
  ["a frozen projection", row({ a: linear(64, { frozen: true }), b: linear(10) })],

  ["a LogSoftmax before NLLLoss", row({ a: linear(10), s: { type: "LogSoftmax" } }, nll)],
  ["a Sigmoid before BCELoss", binary({ a: linear(1), s: { type: "Sigmoid" } }, bce)],
  ["a hard sigmoid before BCELoss", binary({ a: linear(1), s: { type: "Hardtanh", minVal: 0 } }, bce)],
  ["LeakyReLU on logits", row({ a: linear(10), s: { type: "LeakyReLU" } })],
  ["a convolution without bias", images({ c: conv({ bias: false }), n: norm, r: relu })],
  ["a bias before a LayerNorm", row({ a: linear(64), n: { type: "LayerNorm" }, r: relu, b: linear(10) })],
  ["an activation between convolution and normalisation", images({ c: conv(), r: relu, n: norm })],
  [
    "dropout behind a normalisation",
    images({ c: conv({ bias: false }), n: norm, d: { type: "Dropout" }, r: relu }),
  ],
  ["dropout that drops nothing", images({ r: relu, d: { type: "Dropout", p: 0 }, n: norm })],
  ["separable convolutions", images({ c: conv({ outChannels: 1 }), e: conv({ kernelSize: 1, padding: 0 }) })],
  ["a clamp behind an activation", row({ a: linear(64), r: relu, h: { type: "Hardtanh" }, b: linear(10) })],
  [
    "a decision behind a sigmoid",
    row({ a: linear(64), s: { type: "Sigmoid" }, h: { type: "Step" }, b: linear(10) }),
  ],
  ["one layer that learns", row({ a: linear(64, { frozen: true }), r: relu, b: linear(10) })],
];

describe("no warning", () => {
  it.each(silent)("of %s", (_, text) => {
    expect(warnings(text)).toEqual([]);
  });

  it("of layers of another axis, which are no two in a row", () => {
    const text = JSON.stringify({
      netloom: 1,
      nodes: {
        x: { type: "Input", shape: [5, 64] },
        y: { type: "Input", shape: [8, 16] },
        a: linear(16),
        turn: { type: "Transpose", dim0: 1, dim1: 2 },
        b: linear(8),
        back: { type: "Transpose", dim0: 1, dim1: 2 },
        loss: { type: "MSELoss" },
      },
      edges: ["x -> a", "a -> turn", "turn -> b", "b -> back", "back -> loss.input", "y -> loss.target"],
    });
    expect(warnings(text)).toEqual([]);
  });

  it("while the network is drawn: without a loss, with an input open, behind an error", () => {
    const half = (nodes: object, edges: readonly string[]) =>
      lintGraph(typedOf(JSON.stringify({ netloom: 1, nodes, edges })));
    const two = { x, a: linear(64), b: linear(10), s: { type: "Softmax" } };
    const wires = ["x -> a", "a -> b", "b -> s"];
    expect(half(two, wires)).toEqual([]);
    expect(half({ ...two, loss: ce }, [...wires, "s -> loss.input"])).toEqual([]);
    const image = { type: "Input", shape: [3, 4, 4] };
    expect(half({ ...two, image, loss: ce }, [...wires, "s -> loss.input", "image -> loss.target"])).toEqual(
      [],
    );
  });

  const examples = readdirSync("examples").filter((file) => file.endsWith(".nn.json"));
  it.each(examples)("of %s", (file) => {
    const text = readFileSync(`examples/${file}`, "utf8");
    const typed = typedOf(text, idxFacts(text));
    expect(typed.problems).toEqual([]);
    expect(lintGraph(typed)).toEqual([]);
  });

  it("of a transformer's block, whose attention and perceptron have what they need between", () => {
    const text = JSON.stringify({
      netloom: 1,
      nodes: {
        x: { type: "Input", shape: [6, 16] },
        y: { type: "Input", shape: [6, 16] },
        n1: { type: "LayerNorm" },
        attention: { type: "MultiheadAttention", numHeads: 2 },
        add1: { type: "Add" },
        n2: { type: "LayerNorm" },
        up: linear(64),
        gelu: { type: "GELU" },
        drop: { type: "Dropout" },
        down: linear(16),
        add2: { type: "Add" },
        loss: { type: "MSELoss" },
      },
      edges: [
        "x -> n1",
        "n1 -> attention.query",
        "x -> add1",
        "attention.output -> add1",
        "add1 -> n2",
        "n2 -> up",
        "up -> gelu",
        "gelu -> drop",
        "drop -> down",
        "add1 -> add2",
        "down -> add2",
        "add2 -> loss.input",
        "y -> loss.target",
      ],
    });
    expect(warnings(text)).toEqual([]);
  });
});

describe("what the data say", () => {
  const table = (activation: string, loss: string, more = {}) =>
    JSON.stringify({
      netloom: 1,
      nodes: {
        data: { type: "Dataset", source: "csv", file: "t.csv", inputs: ["a"], target: "y", ...more },
        head: linear("classes" in more ? 2 : 1),
        last: { type: activation },
        loss: { type: loss },
      },
      edges: ["data.input -> head", "head -> last", "last -> loss.input", "data.target -> loss.target"],
    });
  const found = (text: string, target: object) => {
    const input = { shape: [1], dtype: "float32" as const };
    const facts = { data: { samples: 9, ports: { input, target: { ...input, ...target } } } };
    return lintGraph(typedOf(text, facts)).map(({ code, node }) => `${code} ${node ?? ""}`);
  };
  const met = (low: number, high: number) => ({ range: { low, high, lowAt: 0, highAt: 1 } });

  it.each([
    ["ReLU", "MSELoss", -2, 3],
    ["Sigmoid", "MSELoss", 0, 5],
    ["Tanh", "L1Loss", -1.5, 1],
    ["Sigmoid", "HuberLoss", -1, 1],
    ["Softplus", "SmoothL1Loss", -1, 1],
  ])("warns where %s before %s cannot give targets from %d to %d", (activation, loss, low, high) => {
    expect(found(table(activation, loss), met(low, high))).toEqual(["target-out-of-reach last"]);
  });

  it.each([
    ["ReLU", "MSELoss", 0, 3],
    ["Sigmoid", "MSELoss", 0, 1],
    ["Tanh", "MSELoss", -1, 1.05],
    ["LeakyReLU", "MSELoss", -4, 1],
    ["ELU", "MSELoss", -0.9, 8],
  ])("says nothing where %s before %s reaches targets from %d to %d", (activation, loss, low, high) => {
    expect(found(table(activation, loss), met(low, high))).toEqual([]);
  });

  it("says nothing of targets that are only promised, not met", () => {
    expect(found(table("ReLU", "MSELoss"), { range: { low: -1, high: 1 } })).toEqual([]);
  });

  it("offers to leave the activation out", () => {
    const text = table("ReLU", "MSELoss");
    const target = { shape: [1], dtype: "float32" as const, ...met(-1, 1) };
    const facts = { data: { samples: 9, ports: { input: { ...target }, target } } };
    const typed = typedOf(text, facts);
    const [problem] = lintGraph(typed);
    expect(problem?.message).toMatch(
      /^last: ReLU outputs numbers of at least 0, but the targets at "loss" \(data.target\) range from −1 to 1/,
    );
    expect(findFixes({ text, typed, facts }, problem!).map(({ title }) => title)).toEqual(['Remove "last"']);
  });

  it("warns where every row has the same class, whatever classes there could be", () => {
    const text = table("Identity", "CrossEntropyLoss", { classes: true });
    const classes = (count: number, range: object) => ({
      shape: [],
      dtype: "int32",
      classes: count,
      ...range,
    });
    expect(found(text, classes(2, met(1, 1)))).toEqual(["one-class loss"]);
    expect(found(text, classes(1, met(0, 0)))).toContain("one-class loss");
    expect(found(text, classes(2, met(0, 1)))).toEqual([]);
  });
});

/** What the engine would find in MNIST's files. */
function idxFacts(text: string) {
  const { nodes } = typedOf(text).graph;
  const ports = {
    image: { shape: [1, 28, 28], dtype: "float32" as const },
    label: { shape: [], dtype: "int32" as const, classes: 10 },
  };
  const files = [...nodes.values()].filter(({ params }) => params.source === "idx");
  return Object.fromEntries(files.map(({ id }) => [id, { samples: 10_000, ports }]));
}

it("costs as much for each node of a long network as of a short one", () => {
  const chain = (length: number) =>
    row(Object.fromEntries(Array.from({ length }, (_, i) => [`d${String(i)}`, { type: "Dropout" }])), ce);
  const long = JSON.parse(chain(5000)) as { nodes: Record<string, object>; edges: string[] };
  long.nodes.head = linear(10);
  long.nodes.s = { type: "Softmax" };
  long.edges = long.edges.filter((edge) => !edge.endsWith("loss.input"));
  long.edges.push("d4999 -> head", "head -> s", "s -> loss.input");
  expect(warnings(JSON.stringify(long))).toEqual(["softmax-before-cross-entropy s"]);
});
