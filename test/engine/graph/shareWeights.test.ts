import { describe, expect, it } from "vitest";
import { afterStep } from "../../../engine/compiler/afterStep";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { trainingStep } from "../../../engine/compiler/trainingStep";
import { weightsOf } from "../../../engine/compiler/weights";
import { parse } from "../../../engine/document/parse";
import { infer } from "../../../engine/graph/infer";
import { estimateMemory } from "../../../engine/graph/memory";
import { slotOf } from "../../../engine/graph/slotOf";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { blocksOf } from "./blockDocuments";
import { documentOf, covers, marked, typedOf } from "./documents";
import { withPaths } from "./withPaths";

/** Pairs of rows of six features, two branches of Linear layers, and a loss on both. */
function pair(a: string, b: string, more = ""): string {
  return documentOf(
    `"x": { "type": "Input", "shape": [6] }, "y": { "type": "Input", "shape": [6] },
     "target": { "type": "Input", "shape": [4] },
     "a": { ${a} }, "b": { ${b} }${more},
     "first": { "type": "MSELoss" }, "second": { "type": "MSELoss" }`,
    [
      "x -> a",
      "y -> b",
      "a -> first.input",
      "b -> second.input",
      "target -> first.target",
      "target -> second.target",
    ],
  );
}

const linear = '"type": "Linear", "outFeatures": 4';
const unwired = (type: string) => `, "c": { "type": "${type}" }`;

/** The marked place is the only problem. */
const wrong: readonly (readonly [code: string, text: string, message: RegExp])[] = [
  ["unknown-node", pair(linear, `${linear}, "weightsOf": «"other"»`), /no node "other" to take weights from/],
  ["unknown-node", pair(linear, `${linear}, "weightsOf": «"frist"»`), /Did you mean "first"/],
  ["unknown-node", pair(linear, `${linear}, "weightsOf": { "bias": «"aa.bias"» }`), /no node "aa"/],
  ["no-weights-to-share", pair(linear, `${linear}, "weightsOf": «"x"»`), /"x" \(Input\) has no weights/],
  [
    "shared-shape-mismatch",
    pair('"type": "Linear", "outFeatures": 4, "bias": false', `${linear}, "weightsOf": «"a"»`),
    /there is b\.bias, but no a\.bias/,
  ],
  [
    "shared-shape-mismatch",
    pair(linear, `${linear}, "weightsOf": { "weight": "a.weight", "bias": «"a.weight"» }`),
    /bias is 4, but a\.weight is 4×6/,
  ],
  ["unknown-weight", pair(linear, `${linear}, "weightsOf": { "bais": «"a.bias"» }`), /Did you mean "bias"/],
  [
    "unknown-weight",
    pair(linear, `${linear}, "weightsOf": { "bias": «"a.scale"» }`),
    /Weights: "weight", "bias"/,
  ],
  ["shared-in-circle", pair(linear, `${linear}, "weightsOf": «"b"»`), /from the node itself/],
  [
    "shared-in-circle",
    pair(`${linear}, "weightsOf": "b"`, `${linear}, "weightsOf": «"a"»`),
    /each other: a → b → a\. Remove/,
  ],
  [
    "shared-in-circle",
    pair(`${linear}, "weightsOf": { "bias": "b.bias" }`, `${linear}, "weightsOf": «{ "bias": "a.bias" }»`),
    /each other/,
  ],
  [
    "setting-without-weights",
    pair(linear, `${linear}, "weightsOf": "a", "frozen": «true»`),
    /"frozen" has no effect/,
  ],
  [
    "setting-without-weights",
    pair(
      linear,
      `${linear}, "weightsOf": { "weight": "a.weight" }, "biasInit": "ones", "frozen": false, "weightInit": «"zeros"»`,
    ),
    /"weightInit" has no effect/,
  ],
];

const following = (more = "") => `${linear}, "follows": { "node": ${more}, "every": 5 }`;

const wrongFollowers: typeof wrong = [
  ["unknown-node", pair(linear, following('«"frist"»')), /Did you mean "first"/],
  ["no-weights-to-share", pair(linear, following('«"x"»')), /"x" \(Input\) has no weights/],
  [
    "shared-shape-mismatch",
    pair('"type": "Linear", "outFeatures": 4, "bias": false', following('«"a"»')),
    /there is b\.bias, but no a\.bias/,
  ],
  [
    "shared-in-circle",
    pair(linear, `${linear}, "follows": «{ "node": "b", "rate": 0.1 }»`),
    /Name another node/,
  ],
  [
    "shared-in-circle",
    pair(following('"b"'), `${linear}, "follows": «{ "node": "a", "rate": 0.1 }»`),
    /each other: a → b → a/,
  ],
  [
    "shared-in-circle",
    pair(`${linear}, "weightsOf": "b"`, `${linear}, "follows": «{ "node": "a", "rate": 0.1 }»`),
    /Name another node/,
  ],
  [
    "shares-and-follows",
    pair(linear, `${linear}, "weightsOf": "a", "follows": «{ "node": "a", "every": 2 }»`),
    /Remove one of the two/,
  ],
  [
    "setting-without-weights",
    pair(linear, `${following('"a"')}, "weightInit": «"zeros"»`),
    /they follow those of "a"/,
  ],
];

describe("settings of weights inside blocks", () => {
  const net = (
    more: string,
  ) => `"Net": { "parameters": { "start": "zeros" }, "inputs": ["input"], "outputs": ["output"],
    "nodes": { "a": { ${linear}, "weightInit": "$start" }, "b": { ${linear}${more} } },
    "edges": ["input -> a", "a -> b", "b -> output"] }`;
  const edges = ["x -> one", "one -> two"];
  const nodes = (second: string) =>
    `"x": { "type": "Input", "shape": [4] }, "one": { "type": "Net" }, "two": { "type": "Net", ${second} }`;

  it.each([
    ['"weightsOf": "a", ', "those of another node"],
    ['"follows": { "node": "a", "every": 2 }, ', 'follow those of "one/a"'],
  ])("have no effect at nodes with %s", (sharing, message) => {
    const { text, range } = marked(blocksOf(net(`, ${sharing}"l2": «0.5»`), nodes('"start": "ones"'), edges));
    const [problem, ...others] = infer(parse(text).graph!).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "setting-without-weights", block: "Net", member: "b", range });
    expect(problem?.message).toContain(message);
  });

  it.each(['"weightsOf": "one"', '"follows": { "node": "one", "rate": 0.1 }'])(
    "have no effect where an instance with %s has another value",
    (sharing) => {
      const same = blocksOf(net(""), nodes(sharing), edges);
      expect(infer(parse(same).graph!).problems).toEqual([]);
      const other = blocksOf(net(""), nodes(`${sharing}, "start": "ones"`), edges);
      const [problem, ...others] = infer(parse(other).graph!).problems;
      expect(others).toEqual([]);
      expect(problem).toMatchObject({
        code: "setting-without-weights",
        severity: "warning",
        node: "two/a",
        block: "Net",
        member: "a",
        param: "weightInit",
      });
      expect(problem?.message).toContain('the weights are those of "one/a"');
      expect(covers(other, [problem!])).toEqual(['setting-without-weights <"$start">']);
    },
  );
});

describe("what is wrong with followers", () => {
  it.each(wrongFollowers)("%s: %s", (code, written, message) => {
    const { text, range } = marked(written);
    const { graph, problems } = parse(text);
    const found = [...problems, ...infer(graph!).problems];
    expect(covers(text, found)).toEqual(covers(text, [{ ...found[0]!, code, range }]));
    expect(found[0]?.message).toMatch(message);
  });

  it("is that they follow followers", () => {
    const text = pair(
      linear,
      following('"a"'),
      `, "c": { ${following('"b"')} }, "loss": { "type": "MSELoss" }`,
    );
    const wired = text.replace('"x -> a"', '"x -> a","x -> c","c -> loss.input","target -> loss.target"');
    const { problems } = typedOf(wired);
    expect(covers(wired, problems)).toEqual(['follows-follower <"b">']);
    expect(problems[0]?.message).toMatch(/Follow "a" instead/);
  });
});

describe("followers", () => {
  it("are all nodes with weights of an instance that follows another", () => {
    const block = `"Part": { "inputs": ["in"], "outputs": ["out"], "nodes": {
      "a": { ${linear}, "weightInit": "orthogonal" }, "norm": { "type": "BatchNorm1d", "affine": false }, "relu": { "type": "ReLU" } },
      "edges": ["in -> a", "a -> norm", "norm -> relu", "relu -> out"] }`;
    const text = pair('"type": "Part"', '"type": "Part", "follows": { "node": "a", "rate": 0.01 }').replace(
      '"nodes":',
      `"blocks": { ${block} }, "nodes":`,
    );
    const { graph, problems } = parse(text);
    const typed = infer(graph!);
    expect([...problems, ...typed.problems]).toEqual([]);
    expect(typed.nodes.get("b/a")?.followed).toEqual({ weight: "a/a.weight", bias: "a/a.bias" });
    expect(typed.nodes.get("b/norm")?.followed).toMatchObject({ running_mean: "a/norm.running_mean" });
    expect(typed.nodes.get("b/relu")?.followed).toBeUndefined();
    expect(afterStep(typed)).toHaveLength(1);
    const alike = infer(parse(text.replace(/"follows": \{[^}]*\}/, '"weightsOf": "a"')).graph!);
    expect(alike.problems).toEqual([]);
    expect(alike.nodes.get("b/a")?.shared).toEqual({ weight: "a/a.weight", bias: "a/a.bias" });
  });

  const typed = typedOf(pair(`${linear}, "weightInit": "orthogonal"`, following('"a"')));

  it("start as copies and are not trained", () => {
    expect(typed.problems).toEqual([]);
    expect(typed.parameterCount).toBe(28);
    const weights = initialWeights(typed, 3);
    expect(weights["b.weight"]).toEqual(weights["a.weight"]);
    expect(weights["b.bias"]).toEqual(weights["a.bias"]);
    const moved = trainingStep(typed, 2).program.state.filter(({ next }) => next);
    expect(moved.map(({ name }) => name.split("/")[0])).not.toContain("b.weight");
  });

  it("have their weights moved by a Program of their own, only by following", () => {
    const [step, ...others] = afterStep(typed);
    expect(others).toEqual([]);
    expect(step?.every).toBe(5);
    expect(step?.program.state.flatMap(({ name, next }) => (next ? [name] : []))).toEqual([
      "b.weight",
      "b.bias",
    ]);
    const norm = '"type": "BatchNorm1d"';
    const statistics = typedOf(
      documentOf(
        `"x": { "type": "Input", "shape": [4] }, "a": { ${norm} }, "b": { ${norm}, "follows": { "node": "a", "rate": 0.1 } },
         "c": { ${norm}, "weightsOf": "b" }, "loss": { "type": "MSELoss" }, "other": { "type": "MSELoss" }`,
        [
          "x -> a",
          "a -> b",
          "b -> c",
          "c -> loss.input",
          "x -> loss.target",
          "a -> other.input",
          "x -> other.target",
        ],
      ),
    );
    expect(statistics.problems).toEqual([]);
    const updated = trainingStep(statistics, 4).program.state.filter(({ next }) => next);
    expect(updated.map(({ name }) => name.split("/")[0]).sort()).toEqual(
      expect.arrayContaining(["a.running_mean", "a.running_var"]),
    );
    expect(updated.filter(({ name }) => /^[bc]\./.test(name))).toEqual([]);
  });
});

describe("what is wrong with shared weights", () => {
  it.each(wrong)("%s: %s", (code, written, message) => {
    const { text, range } = marked(written);
    const { graph, problems } = parse(text);
    const found = [...problems, ...infer(graph!).problems];
    expect(covers(text, found)).toEqual(covers(text, [{ ...found[0]!, code, range }]));
    expect(found[0]).toMatchObject({ node: "b" });
    expect(found[0]?.message).toMatch(message);
  });

  it("is another type", () => {
    const written = documentOf(
      `"x": { "type": "Input", "shape": [4] }, "c": { "type": "BatchNorm1d" },
       "d": { "type": "LayerNorm", "weightsOf": «"c"» }`,
      ["x -> c", "c -> d"],
    );
    const { text } = marked(written);
    const { problems } = typedOf(text);
    expect(covers(text, problems)).toEqual(['shared-type-mismatch <"c">']);
    expect(problems[0]?.message).toMatch(/d is a LayerNorm, but "c" is a BatchNorm1d/);
  });

  it("is a layer without weights", () => {
    const text = documentOf(
      `"x": { "type": "Input", "shape": [4] }, "c": { "type": "ReLU", "weightsOf": "x" }`,
      ["x -> c"],
    );
    const { problems } = typedOf(text);
    expect(covers(text, problems)).toEqual(['no-weights-to-share <"x">']);
    expect(problems[0]?.message).toMatch(/a ReLU has no weights here/);
  });

  it("is not reported of nodes that have problems of their own", () => {
    const text = pair(linear, `${linear}, "weightsOf": "c"`, unwired("BatchNorm1d"));
    expect(typedOf(text).problems.map(({ code }) => code)).toEqual(["missing-input"]);
    const { graph } = parse(pair(linear, `${linear}, "weightsOf": "c"`, unwired("Linaer")));
    expect(infer(graph!).problems).toEqual([]);
  });
});

const names = (typed: TypedGraph) => weightsOf(typed).map(({ name }) => name);

describe("shared weights", () => {
  const shared = typedOf(pair(linear, `${linear}, "weightsOf": "a"`));

  it("are there once, where they are held", () => {
    expect(shared.problems).toEqual([]);
    expect(names(shared)).toEqual(["a.weight", "a.bias"]);
    expect(slotOf(shared.nodes.get("b")!, "bias")).toBe("a.bias");
    expect(shared.parameterCount).toBe(28);
    expect(shared.nodes.get("b")?.parameterCount).toBe(0);
    const { program } = trainingStep(shared, 2);
    expect(program.state.map(({ name }) => name.split("/")[0])).not.toContain("b.weight");
    const alone = typedOf(pair(linear, linear));
    expect(estimateMemory(shared, 1).weights * 2).toBe(estimateMemory(alone, 1).weights);
    expect(estimateMemory(shared, 1).optimizer * 2).toBe(estimateMemory(alone, 1).optimizer);
    expect(Object.keys(initialWeights(shared, 1))).toEqual(["a.weight", "a.bias"]);
  });

  it("may be single ones, and lead through chains", () => {
    const typed = typedOf(
      pair(
        linear,
        `${linear}, "weightsOf": { "weight": "c.weight" }`,
        `, "c": { ${linear}, "weightsOf": "a" }, "loss": { "type": "MSELoss" }`,
      ).replace('"x -> a"', '"x -> a","x -> c","c -> loss.input","target -> loss.target"'),
    );
    expect(typed.problems).toEqual([]);
    expect(names(typed)).toEqual(["a.weight", "a.bias", "b.bias"]);
    expect(typed.nodes.get("b")).toMatchObject({ shared: { weight: "a.weight" }, parameterCount: 4 });
    expect(typed.nodes.get("c")?.shared).toEqual({ weight: "a.weight", bias: "a.bias" });
  });

  it("are named by paths in blocks", () => {
    const { graph } = parse(pair(linear, `${linear}, "weightsOf": { "bias": "a.bias" }`));
    const typed = infer(withPaths(graph!, (id) => `stage/0/${id}`));
    expect(typed.problems).toEqual([]);
    expect(names(typed)).toEqual(["stage/0/a.weight", "stage/0/a.bias", "stage/0/b.weight"]);
  });

  it("resolve a long chain in one pass", () => {
    const nodes = Array.from({ length: 5000 }, (_, i) => {
      const words = i === 0 ? "" : `, "weightsOf": "n${String(i - 1)}"`;
      return `"n${String(i)}": { "type": "Linear", "outFeatures": 2${words} }`;
    });
    const wires = nodes.map((_, i) => `x -> n${String(i)}`);
    const typed = typedOf(documentOf(`"x": { "type": "Input", "shape": [2] }, ${nodes.join(", ")}`, wires));
    expect(typed.problems).toEqual([]);
    expect(typed.nodes.get("n4999")?.shared?.weight).toBe("n0.weight");
    expect(typed.parameterCount).toBe(6);
  });
});
