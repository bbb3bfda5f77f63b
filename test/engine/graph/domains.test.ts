import { describe, expect, it } from "vitest";
import type { Problem } from "../../../engine/graph/problem";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { layers } from "../../../engine/layers";
import { documentOf, typedOf } from "./documents";

interface Numbers {
  readonly low: number;
  readonly high: number;
  readonly lowAt?: number;
  readonly highAt?: number;
}

/** A graph with a table of the columns `input` and `target`, of which something is known. */
function withTable(
  nodes: Readonly<Record<string, object>>,
  edges: readonly string[],
  { input = {}, target = {} }: { readonly input?: object; readonly target?: object },
): TypedGraph {
  const data = { type: "Dataset", source: "csv", file: "t.csv", inputs: ["a"], target: "b" };
  const parts = Object.entries({ data, ...nodes }).map(([id, node]) => `"${id}": ${JSON.stringify(node)}`);
  const column = { shape: [1], dtype: "float32" } as const;
  const ports = { input: { ...column, ...input }, target: { ...column, ...target } };
  return typedOf(documentOf(parts.join(", "), edges), { data: { samples: 9, ports } });
}

/** A loss of an Input `x` and of a table's target, which is float32 [N, 1], or int32 [N] with `whole`. */
function lossProblems(
  loss: object,
  range: Numbers,
  { x = [1], port = "target", whole = false, isWhole = true, others = {} } = {},
): readonly Problem[] {
  const inputs = Object.entries({ ...(port === "input" ? {} : { input: x }), ...others });
  return withTable(
    {
      ...Object.fromEntries(inputs.map(([name, shape]) => [`from_${name}`, { type: "Input", shape }])),
      cast: { type: "Cast", dtype: "int32" },
      squeeze: { type: "Squeeze", dim: [1] },
      loss,
    },
    [
      ...inputs.map(([name]) => `from_${name} -> loss.${name}`),
      "data.target -> cast",
      "cast -> squeeze",
      `${whole ? "squeeze" : "data.target"} -> loss.${port}`,
    ],
    { target: { range: { lowAt: 0, highAt: 0, ...range }, whole: isWhole } },
  ).problems;
}

const classes = { x: [3], whole: true };

/** Of each loss the numbers that its data may just have, and some that they may not. */
const edges: readonly [
  title: string,
  loss: object,
  good: Numbers,
  bad: readonly Numbers[],
  options?: Parameters<typeof lossProblems>[2],
][] = [
  [
    "BCELoss",
    { type: "BCELoss" },
    { low: 0, high: 1 },
    [
      { low: 1, high: 2 },
      { low: -0.01, high: 1 },
    ],
  ],
  [
    "BCELoss input",
    { type: "BCELoss" },
    { low: 0, high: 1 },
    [{ low: 0, high: 1.5 }],
    { port: "input", others: { target: [1] } },
  ],
  ["BCEWithLogitsLoss", { type: "BCEWithLogitsLoss" }, { low: 0, high: 1 }, [{ low: -1, high: 1 }]],
  ["SigmoidFocalLoss", { type: "SigmoidFocalLoss" }, { low: 0, high: 1 }, [{ low: 0, high: 255 }]],
  ["DiceLoss", { type: "DiceLoss" }, { low: 0, high: 1 }, [{ low: 0, high: 2 }]],
  [
    "CrossEntropyLoss",
    { type: "CrossEntropyLoss" },
    { low: 0, high: 2 },
    [
      { low: 1, high: 3 },
      { low: -1, high: 2 },
    ],
    classes,
  ],
  [
    "CrossEntropyLoss ignoring",
    { type: "CrossEntropyLoss", ignoreIndex: -1 },
    { low: -1, high: 2 },
    [{ low: -1, high: 3 }],
    classes,
  ],
  [
    "CrossEntropyLoss of probabilities",
    { type: "CrossEntropyLoss", target: "probabilities" },
    { low: 0, high: 1 },
    [{ low: 0, high: 100 }],
  ],
  ["NLLLoss", { type: "NLLLoss" }, { low: 0, high: 2 }, [{ low: 0, high: 3 }], classes],
  ["FocalLoss", { type: "FocalLoss" }, { low: 0, high: 2 }, [{ low: 0, high: 3 }], classes],
  [
    "MultiMarginLoss",
    { type: "MultiMarginLoss" },
    { low: 0, high: 2 },
    [
      { low: 0, high: 3 },
      { low: -100, high: 2 },
    ],
    classes,
  ],
  ["KLDivLoss", { type: "KLDivLoss" }, { low: 0, high: 1 }, [{ low: -2, high: 0 }]],
  [
    "KLDivLoss of logarithms",
    { type: "KLDivLoss", logTarget: true },
    { low: -2, high: 0 },
    [{ low: 0, high: 1 }],
  ],
  [
    "KLDivLoss input",
    { type: "KLDivLoss" },
    { low: -9, high: 0 },
    [{ low: 0, high: 1 }],
    { port: "input", others: { target: [1] } },
  ],
  [
    "Log",
    { type: "Log" },
    { low: 1e-9, high: 9 },
    [
      { low: 0, high: 9 },
      // 0 in float32.
      { low: 1e-60, high: 9 },
    ],
    { port: "input" },
  ],
  ["Sqrt", { type: "Sqrt" }, { low: 0, high: 9 }, [{ low: -1e-6, high: 9 }], { port: "input" }],
  [
    "Power of a fraction",
    { type: "Power", exponent: 0.5 },
    { low: 0, high: 9 },
    [{ low: -1, high: 9 }],
    { port: "input" },
  ],
  [
    "Power of a negative fraction",
    { type: "Power", exponent: -0.5 },
    { low: 0.1, high: 9 },
    [{ low: 0, high: 9 }],
    { port: "input" },
  ],
  ["PoissonNLLLoss", { type: "PoissonNLLLoss" }, { low: 0, high: 40 }, [{ low: -1, high: 40 }]],
  [
    "PoissonNLLLoss input",
    { type: "PoissonNLLLoss", logInput: false },
    { low: 0, high: 4 },
    [{ low: -1, high: 4 }],
    { port: "input", others: { target: [1] } },
  ],
  [
    "GaussianNLLLoss var",
    { type: "GaussianNLLLoss" },
    { low: 0, high: 4 },
    [{ low: -1, high: 4 }],
    { port: "var", others: { target: [1] } },
  ],
  ["HingeLoss", { type: "HingeLoss" }, { low: -1, high: 1 }, [{ low: 1, high: 2 }]],
  ["HingeLoss of 0 and 1", { type: "HingeLoss" }, { low: 0, high: 1 }, [{ low: 0, high: 2 }]],
  ["WassersteinLoss", { type: "WassersteinLoss" }, { low: -1, high: 1 }, [{ low: 0, high: 1 }]],
  ["HingeEmbeddingLoss", { type: "HingeEmbeddingLoss" }, { low: -1, high: 1 }, [{ low: 0, high: 1 }]],
];

describe("the domain of a loss", () => {
  it.each(edges)("%s", (_, loss, good, bad, options) => {
    expect(lossProblems(loss, good, options)).toEqual([]);
    for (const range of bad)
      expect(lossProblems(loss, range, options)).toMatchObject([
        { code: "value-out-of-range", severity: "error", node: "data", param: "target" },
      ]);
  });

  it("is said by every loss that has one", () => {
    const free = ["MSELoss", "L1Loss", "HuberLoss", "SmoothL1Loss", "InfoNCELoss", "TripletMarginLoss"];
    const said = new Set([...edges.map(([, loss]) => (loss as { type: string }).type), ...free]);
    // Of several inputs, see below.
    for (const type of ["CosineEmbeddingLoss", "MarginRankingLoss", "CTCLoss"]) said.add(type);
    const all = [...layers.values()].filter(({ category }) => category === "loss");
    expect(all.filter(({ type }) => !said.has(type)).map(({ type }) => type)).toEqual([]);
  });

  it.each([["CosineEmbeddingLoss"], ["MarginRankingLoss"]])("%s", (type) => {
    const target = type === "CosineEmbeddingLoss" ? "one" : "data.target";
    const problems = (range: Numbers) =>
      withTable(
        { x: { type: "Input", shape: [1] }, one: { type: "Squeeze", dim: [1] }, loss: { type } },
        ["x -> loss.input1", "x -> loss.input2", "data.target -> one", `${target} -> loss.target`],
        { target: { range: { lowAt: 0, highAt: 0, ...range }, whole: true } },
      ).problems;
    expect(problems({ low: -1, high: 1 })).toEqual([]);
    expect(problems({ low: 0, high: 1 })).toMatchObject([{ code: "value-out-of-range" }]);
  });

  it("has no fractions where only certain numbers are in it", () => {
    const range = { low: -1, high: 1 };
    expect(lossProblems({ type: "HingeEmbeddingLoss" }, range, { isWhole: false })).toHaveLength(1);
  });

  it("is told with the numbers, the first sample at fault and what to do", () => {
    const [yes] = lossProblems({ type: "BCEWithLogitsLoss" }, { low: 1, high: 2, lowAt: 0, highAt: 4 });
    expect(yes?.message).toBe(
      "data.target ranges from 1 to 2 at loss.target, but BCEWithLogitsLoss takes numbers from 0 to 1. " +
        "Sample 5 is the first with 2. Write 0 for no and 1 for yes, or subtract 1 with Subtract and a Constant of 1.",
    );
    const [three] = lossProblems(
      { type: "CrossEntropyLoss" },
      { low: 1, high: 3, lowAt: 2, highAt: 7 },
      classes,
    );
    expect(three?.message).toContain(
      "whole numbers from 0 to 2. Sample 8 is the first with 3. They seem to count from 1",
    );
    expect(three?.message).toContain("needs 4 outputs");
    const [ignored] = lossProblems({ type: "NLLLoss" }, { low: -1, high: 2 }, classes);
    expect(ignored?.message).toContain("set ignoreIndex to -1");
  });
});

/** What a layer finds of whole numbers of a table that arrive through other layers. */
function indexProblems(layer: object, range: Numbers, between: Readonly<Record<string, object>> = {}) {
  const path = ["data.input", ...Object.keys(between), "cast", "layer.input"];
  return withTable(
    {
      ...between,
      one: { type: "Constant", value: 1 },
      cast: { type: "Cast", dtype: "int32" },
      layer,
    },
    [
      ...path.slice(1).map((to, i) => `${path[i]!} -> ${to}`),
      ...("less" in between ? ["one -> less.other"] : []),
    ],
    { input: { range: { lowAt: 0, highAt: 0, ...range }, whole: true } },
  ).problems;
}

describe("numbers of rows", () => {
  const table = { type: "Embedding", numEmbeddings: 4, embeddingDim: 3 };
  it("are an error at the data where the table has no such row", () => {
    expect(indexProblems(table, { low: 0, high: 3 })).toEqual([]);
    const [problem] = indexProblems(table, { low: 1, high: 4 });
    expect(problem).toMatchObject({ code: "value-out-of-range", node: "data", param: "inputs" });
    expect(problem?.message).toContain("count from 1");
    expect(problem?.message).toContain("set numEmbeddings to 5");
    expect(indexProblems(table, { low: -1, high: 3 })).toHaveLength(1);
    expect(indexProblems({ type: "OneHot", numClasses: 4 }, { low: 0, high: 4 })).toHaveLength(1);
  });

  it("are followed through layers that shift and reshape them", () => {
    const less = { type: "Subtract" };
    expect(indexProblems(table, { low: 1, high: 4 }, { less })).toEqual([]);
    expect(indexProblems(table, { low: 1, high: 5 }, { less, flat: { type: "Flatten" } })).toMatchObject([
      { code: "value-out-of-range" },
    ]);
    // Which of them a Slice leaves nobody knows.
    expect(indexProblems(table, { low: 1, high: 5 }, { slice: { type: "Slice", dim: 1 } })).toEqual([]);
  });
});

describe("ranges", () => {
  const rangeOf = (layer: object, range?: Numbers) => {
    const typed = withTable({ layer }, ["data.input -> layer"], {
      input: { shape: [2], ...(range && { range }) },
    });
    expect(typed.problems).toEqual([]);
    const { low, high } = typed.nodes.get("layer")!.ranges.output!;
    return [low, high];
  };

  it.each([
    [{ type: "Sigmoid" }, 0, 1],
    [{ type: "Tanh" }, -1, 1],
    [{ type: "Softmax" }, 0, 1],
    [{ type: "LogSoftmax" }, -Infinity, 0],
    [{ type: "ReLU" }, 0, 5],
    [{ type: "Softplus" }, 0, Infinity],
    [{ type: "Hardtanh", minVal: -2 }, -2, 1],
    [{ type: "Linear", outFeatures: 1 }, -Infinity, Infinity],
    [{ type: "Cast", dtype: "int32" }, -3, 5],
    [{ type: "Mean" }, -3, 5],
    [{ type: "ArgMax" }, 0, 0],
  ])("of %s", (layer, low, high) => {
    expect(rangeOf(layer, { low: -3, high: 5 })).toEqual([low, high]);
  });

  it("are open where nobody has looked at the data", () => {
    expect(rangeOf({ type: "Identity" })).toEqual([-Infinity, Infinity]);
    expect(rangeOf({ type: "ReLU" })).toEqual([0, Infinity]);
  });
});
