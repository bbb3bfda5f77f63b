import { describe, expect, it } from "vitest";
import { showShape } from "../../../engine/tensor/graphType";
import { infer } from "../../../engine/graph/infer";
import { estimateMemory } from "../../../engine/graph/memory";
import { parse } from "../../../engine/document/parse";
import { trainable } from "../../../engine/graph/trainable";
import { blocksOf } from "./blockDocuments";
import { covers, documentOf, marked, mlp, typedOf } from "./documents";

const xor = '"xor": { "type": "Dataset", "source": "xor" }';
const digits = '"digits": { "type": "Dataset" }';

describe("a right graph", () => {
  const typed = typedOf(mlp);
  it("knows every shape, weight and cost", () => {
    expect(typed.problems).toEqual([]);
    const shapes = [...typed.nodes].map(([id, { outputs }]) => [id, Object.values(outputs).map(showShape)]);
    expect(Object.fromEntries(shapes)).toEqual({
      digits: ["1×28×28", "1"],
      flatten: ["784"],
      hidden: ["128"],
      relu: ["128"],
      logits: ["10"],
      loss: ["scalar"],
    });
    expect(typed.nodes.get("hidden")?.weights).toMatchObject({
      weight: { shape: [128, 784], trainable: true },
      bias: { shape: [128], trainable: true },
    });
    expect(typed.nodes.get("hidden")).toMatchObject({ parameterCount: 100_480, multiplyAdds: 100_352 });
    expect(typed).toMatchObject({ parameterCount: 101_770, multiplyAdds: 101_632 });
  });

  it("has the nodes in an order that can be run", () => {
    expect(typed.order).toEqual(["digits", "flatten", "hidden", "relu", "logits", "loss"]);
    const reversed = typedOf(
      documentOf(`"c": { "type": "ReLU" }, "b": { "type": "ReLU" }, ${xor}`, ["b -> c", "xor.input -> b"]),
    );
    expect(reversed.order).toEqual(["xor", "b", "c"]);
  });

  it("resolves ports by name, and the first where none is named", () => {
    const typed = typedOf(
      documentOf(
        `"x": { "type": "Input", "shape": [8, 4] }, "lstm": { "type": "LSTM", "hiddenSize": 3 },
         "all": { "type": "ReLU" }, "last": { "type": "ReLU" }`,
        ["x -> lstm", "lstm -> all", "lstm.hidden -> last.input"],
      ),
    );
    expect(typed.problems).toEqual([]);
    expect(typed.nodes.get("lstm")?.incoming).toMatchObject({
      input: [{ node: "x", port: "output", edge: 0 }],
      hidden0: [],
    });
    expect(typed.nodes.get("all")?.outputs.output?.shape).toEqual(["N", 8, 3]);
    expect(typed.nodes.get("last")?.outputs.output?.shape).toEqual(["N", 3]);
  });

  it("takes several wires at a port for many, in the document's order", () => {
    const typed = typedOf(
      documentOf(
        `"a": { "type": "Input", "shape": [2] }, "b": { "type": "Input", "shape": [3] }, "join": { "type": "Concat" }`,
        ["b -> join", "a -> join"],
      ),
    );
    expect(typed.problems).toEqual([]);
    expect(typed.nodes.get("join")?.inputs.input?.map(showShape)).toEqual(["3", "2"]);
    expect(typed.nodes.get("join")?.outputs.output?.shape).toEqual(["N", 5]);
  });

  it("takes the same output twice at a port for many", () => {
    const typed = typedOf(
      documentOf(`"a": { "type": "Input", "shape": [2] }, "join": { "type": "Concat" }`, [
        "a -> join",
        "a.output -> join.input",
      ]),
    );
    expect(typed.problems).toEqual([]);
    expect(typed.nodes.get("join")?.incoming.input).toEqual([
      { node: "a", port: "output", edge: 0 },
      { node: "a", port: "output", edge: 1 },
    ]);
    expect(typed.nodes.get("join")?.outputs.output?.shape).toEqual(["N", 4]);
  });

  it("waits for the facts of files in silence, and takes them when they come", () => {
    const text = documentOf(
      `"mnist": { "type": "Dataset", "source": "idx", "images": "i", "labels": "l" }, "flatten": { "type": "Flatten" }`,
      ["mnist.image -> flatten"],
    );
    expect(typedOf(text).problems).toEqual([]);
    expect(typedOf(text).nodes.get("flatten")?.outputs).toEqual({});
    const facts = {
      mnist: {
        samples: 10,
        ports: {
          image: { shape: [1, 20, 20], dtype: "float32" as const },
          label: { shape: [], dtype: "int32" as const, classes: 10 },
        },
      },
    };
    expect(typedOf(text, facts).nodes.get("flatten")?.outputs.output?.shape).toEqual(["N", 400]);
  });
});

/** One slip in a document that is right, and the one problem that it makes: nothing that follows from it. */
const slips: readonly (readonly [slip: string, from: string, to: string, code: string])[] = [
  ["a node that is none", '"hidden": { "type": "Linear", "outFeatures": 3 }', '"hidden": 5', "invalid-node"],
  ["a node whose name is none", "hidden", "hid den", "invalid-id"],
  ["a wire that is none", "relu -> out", "relu => out", "invalid-edge"],
  ["a wire to no input", "relu -> out", "relu -> out.x", "unknown-port"],
  ["a wire from no output", "relu -> out", "relu.x -> out", "unknown-port"],
  ["a wire from no node", "relu -> out", "rolu -> out", "unknown-node"],
  ["an unknown layer", '"ReLU"', '"RoLU"', "unknown-layer"],
  ["a wrong parameter", '"outFeatures": 3', '"outFeatures": "3"', "invalid-parameter"],
];

it.each(slips)("reports %s once", (_, from, to, code) => {
  const text = documentOf(
    `"xor": { "type": "Dataset", "source": "xor" }, "hidden": { "type": "Linear", "outFeatures": 3 },
     "relu": { "type": "ReLU" }, "out": { "type": "Linear", "outFeatures": 1 }, "loss": { "type": "MSELoss" }`,
    [
      "xor.input -> hidden",
      "hidden -> relu",
      "relu -> out",
      "out -> loss.input",
      "xor.target -> loss.target",
    ],
    ', "layout": { "hidden": [0, 0] }',
  );
  expect(typedOf(text).problems).toEqual([]);
  const { graph, problems } = parse(text.replaceAll(from, to));
  expect([...problems, ...(graph ? infer(graph).problems : [])].map((problem) => problem.code)).toEqual([
    code,
  ]);
});

/** The marked place is the only problem. */
const wrong: readonly (readonly [code: string, text: string, message: RegExp])[] = [
  ["unknown-node", documentOf(`${xor}, "a": { "type": "ReLU" }`, ["«xro.input» -> a"]), /Did you mean "xor"/],
  ["unknown-node", documentOf(xor, ["xor.input -> «b»"]), /no node "b"/],
  [
    "unknown-port",
    documentOf(`${digits}, "a": { "type": "ReLU" }`, ["«digits.imgae» -> a"]),
    /Did you mean "image"/,
  ],
  [
    "unknown-port",
    documentOf(`${digits}, "a": { "type": "ReLU" }`, ["digits.image -> a", "digits.image -> «a.x»"]),
    /Inputs: "input"/,
  ],
  ["unknown-port", documentOf(`${digits}, ${xor}`, ["digits.image -> «xor»"]), /has no inputs/],
  [
    "unknown-port",
    documentOf(`${xor}, "a": { "type": "ReLU" }, "b": { "type": "ReLU" }`, [
      "xor.input -> a",
      "«a.input» -> b",
    ]),
    /is an input of "a"/,
  ],
  [
    "unknown-port",
    documentOf(`${xor}, "a": { "type": "ReLU" }`, ["xor.input -> a", "xor.input -> «a.output»"]),
    /is an output of "a"/,
  ],
  [
    "duplicate-edge",
    documentOf(`${xor}, "a": { "type": "ReLU" }`, ["xor -> a"]).replace(
      '"xor -> a"',
      '"xor -> a", «"xor.input -> a.input"»',
    ),
    /is a duplicate/,
  ],
  [
    "occupied-port",
    documentOf(`${xor}, "a": { "type": "ReLU" }`, ["xor -> a"]).replace(
      '"xor -> a"',
      '"xor -> a", «"xor.target -> a"»',
    ),
    /takes one wire and is already connected to "xor.input"/,
  ],
  ["missing-input", documentOf('«"a"»: { "type": "ReLU" }'), /Nothing is connected to "a"/],
  [
    "missing-input",
    documentOf(`${xor}, «"loss"»: { "type": "MSELoss" }`, ["xor.target -> loss"]),
    /"loss.target"/,
  ],
  [
    "dtype-mismatch",
    documentOf(`${digits}, "a": { "type": "ReLU" }`, ["digits.label -> a"]).replace(
      '"digits.label -> a"',
      '«"digits.label -> a"»',
    ),
    /takes float32.*"digits.label" outputs whole numbers/,
  ],
  [
    "cycle",
    documentOf('"a": { "type": "ReLU" }, "b": { "type": "ReLU" }', ["a -> b", "b -> a"]).replace(
      '"b -> a"',
      '«"b -> a"»',
    ),
    /cycle: a → b → a/,
  ],
  [
    "cycle",
    documentOf('"a": { "type": "ReLU" }', ["a -> a"]).replace('"a -> a"', '«"a -> a"»'),
    /cycle: a → a/,
  ],
  [
    "kernel-too-large",
    documentOf(`${digits}, "conv": { "type": "Conv2d", "outChannels": 1, "kernelSize": «30» }`, [
      "digits.image -> conv",
    ]),
    /conv: its 30×30 window.*digits.image gives 1×28×28/,
  ],
  [
    "tensor-too-large",
    documentOf(
      `${digits}, "flatten": { "type": "Flatten" }, "big": { "type": «"Linear"», "outFeatures": 9007199254740991 }`,
      ["digits.image -> flatten", "flatten -> big"],
    ),
    /big: the weight weight would have 9007199254740991×784/,
  ],
  [
    "tensor-too-large",
    documentOf('"x": { "type": «"Input"», "shape": [70000, 70000] }'),
    /one sample of its output/,
  ],
  [
    "too-many-axes",
    documentOf(`"x": { "type": «"Input"», "shape": [${new Array<number>(100_000).fill(1).join(", ")}] }`),
    /100001 axes/,
  ],
];

describe("a wrong graph", () => {
  it.each(wrong)("%s: %s", (code, withMarks, message) => {
    const { text, range } = marked(withMarks);
    const { problems } = typedOf(text);
    expect(covers(text, problems)).toEqual([
      `${code} <${text.slice(range.offset, range.offset + range.length)}>`,
    ]);
    expect(problems[0]).toMatchObject({ code, severity: "error", range });
    expect(problems[0]?.message).toMatch(message);
  });

  it("names both nodes and both shapes of a conflict, at its wire, and stays silent behind it", () => {
    const text = documentOf(
      `"a": { "type": "Input", "shape": [10] }, "b": { "type": "Input", "shape": [20] },
       "sum": { "type": "Add" }, "relu": { "type": "ReLU" }, "out": { "type": "Linear", "outFeatures": 3 }`,
      ["a -> sum", "b -> sum", "sum -> relu", "relu -> out"],
    );
    const typed = typedOf(text);
    expect(covers(text, typed.problems)).toEqual(['shape-mismatch <"b -> sum">']);
    expect(typed.problems[0]?.message).toBe(
      "sum: cannot combine 10 and 20: sizes must be equal or 1 (a gives 10, b gives 20)",
    );
    expect(typed.problems[0]).toMatchObject({ node: "sum", port: "input", edge: 1 });
    expect(typed.nodes.get("out")).toMatchObject({ outputs: {}, weights: {}, parameterCount: 0 });
  });

  it("stays silent behind wrong parameters, unknown layers and cycles", () => {
    const text = documentOf(
      `"x": { "type": "Linear", "outFeatures": 0 }, "y": { "type": "Quantum" }, "z": { "type": "Dataset", "source": "?" },
       "a": { "type": "ReLU" }, "b": { "type": "ReLU" }, "c": { "type": "ReLU" },
       "p": { "type": "ReLU" }, "q": { "type": "Concat" }, "r": { "type": "ReLU" }`,
      ["x -> a", "y.anything -> b", "z.image -> c", "p -> q", "q -> p", "q -> r"],
    );
    expect(typedOf(text).problems.map(({ code, node }) => `${code} ${node}`)).toEqual([
      "missing-input x",
      "cycle p",
    ]);
    expect(typedOf(text).order.slice(-3)).toEqual(["p", "q", "r"]);
  });

  it("tells each of several circles", () => {
    const text = documentOf(
      ["a", "b", "c", "d", "e"].map((id) => `"${id}": { "type": "Concat" }`).join(", "),
      ["a -> b", "b -> a", "b -> c", "d -> e", "e -> d", "c -> d"],
    );
    const messages = typedOf(text).problems.map(({ message }) => message);
    expect(messages).toHaveLength(2);
    expect(messages[0]).toContain("a → b → a");
    expect(messages[1]).toContain("d → e → d");
  });

  it("survives a long chain and a wide fan", () => {
    const chain = Array.from({ length: 5000 }, (_, i) => `"n${i}": { "type": "ReLU" }`).join(", ");
    const wires = Array.from({ length: 4999 }, (_, i) => `n${i} -> n${i + 1}`);
    const input = '"x": { "type": "Input", "shape": [4] }';
    const typed = typedOf(documentOf(`${input}, ${chain}`, [...wires, "x -> n0"]));
    expect(typed.problems).toEqual([]);
    expect(typed.nodes.get("n4999")?.outputs.output?.shape).toEqual(["N", 4]);
    expect(typedOf(documentOf(chain, [...wires, "n4999 -> n0"])).problems.map(({ code }) => code)).toEqual([
      "cycle",
    ]);
    const fan = Array.from({ length: 2000 }, () => "x -> end");
    expect(typedOf(documentOf(`${input}, "end": { "type": "ReLU" }`, fan)).problems).toHaveLength(1999);
    expect(typedOf(documentOf(`${input}, "end": { "type": "Add" }`, fan)).problems).toEqual([]);
  });
});

describe("training", () => {
  const codes = (text: string) => trainable(typedOf(text)).map(({ code, severity }) => `${severity} ${code}`);

  it("can begin where there are data, a loss and weights", () => {
    expect(trainable(typedOf(mlp))).toEqual([]);
  });

  it("cannot begin without data or loss", () => {
    expect(codes('{ "netloom": 1 }')).toEqual(["error no-dataset", "error no-loss"]);
    expect(codes(documentOf(xor))).toEqual(["error no-loss"]);
  });

  it.each([
    [
      "a layer that is not known",
      '"type": "Linear", "outFeatures": 10',
      '"type": "Linaer", "outFeatures": 10',
    ],
    ["a loss that is not known", '"CrossEntropyLoss"', '"CrossEntropyLos"'],
    ["a Dataset that is not known", '"Dataset"', '"Datset"'],
    ["a source that is not known", '"digits" }', '"digitz" }'],
    ["a parameter that is wrong", '"outFeatures": 10', '"outFeatures": -1'],
    ["data that nobody has read", '"source": "digits"', '"source": "idx", "images": "i", "labels": "l"'],
    [
      "a shape that does not fit",
      '{ "type": "Flatten" }',
      '{ "type": "Conv2d", "outChannels": 2, "kernelSize": 40 }',
    ],
  ])("says nothing of what %s may be", (_, from, to) => {
    expect(mlp).toContain(from);
    expect(codes(mlp.replace(from, to).replace('"metrics": ["accuracy"]', '"metrics": []'))).toEqual([]);
  });

  it("cannot fill placeholders that a loss depends on", () => {
    const nodes = `${xor}, "x": { "type": "Input", "shape": [1] }, "y": { "type": "Input", "shape": [1] },
      "relu": { "type": "ReLU" }, "loss": { "type": "MSELoss" }`;
    const typed = typedOf(
      documentOf(nodes, ["x -> relu", "relu -> loss.input", "xor.target -> loss.target"]),
    );
    expect(trainable(typed).map(({ code, node }) => `${code} ${node}`)).toEqual([
      "input-not-fed x",
      "no-weights undefined",
    ]);
  });

  it("places what it says of a node in a block in the block's text, once", () => {
    const text = blocksOf(
      `"Shift": { "inputs": ["input"], "outputs": ["output"], "nodes": { "by": { "type": "Input", "shape": [1] }, "sum": { "type": "Add" } },
        "edges": ["input -> sum", "by -> sum", "sum -> output"] }`,
      `${xor}, "out": { "type": "Linear", "outFeatures": 1 }, "shift": { "type": "Shift", "repeat": 2 }, "loss": { "type": "MSELoss" }`,
      ["xor.input -> out", "out -> shift", "shift -> loss.input", "xor.target -> loss.target"],
    );
    const [problem, ...others] = trainable(typedOf(text));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: "input-not-fed",
      node: "shift/0/by",
      block: "Shift",
      member: "by",
    });
  });

  it("warns of a metric that no loss can be measured with, at its place", () => {
    const text = mlp.replace(/"metrics": \[[^\]]*\]/, '"metrics": ["accuracy", "mae"]');
    const [problem, ...others] = trainable(typedOf(text));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: "metric-does-not-apply",
      severity: "warning",
      setting: "metrics",
      range: { offset: text.indexOf('["accuracy", "mae"]'), length: '["accuracy", "mae"]'.length },
    });
    expect(problem!.message).toContain('The metric "mae" does not apply to CrossEntropyLoss');
  });

  it("warns where nothing would be learned", () => {
    const nodes = `${xor}, "relu": { "type": "ReLU" }, "loss": { "type": "MSELoss" }`;
    expect(
      codes(documentOf(nodes, ["xor.target -> relu", "relu -> loss.input", "xor.target -> loss.target"])),
    ).toEqual(["warning no-weights"]);
  });
});

describe("the memory that training takes", () => {
  it("counts weights, gradients, moments and activations", () => {
    const outputs = 784 + 1 + 784 + 128 + 128 + 10;
    expect(estimateMemory(typedOf(mlp), 64)).toEqual({
      weights: 101_770 * 4,
      gradients: 101_770 * 4,
      optimizer: 101_770 * 8,
      activations: 2 * 4 * (64 * outputs + 1),
      total: 101_770 * 16 + 8 * (64 * outputs + 1),
    });
    expect(estimateMemory(typedOf(mlp.replace("Adam", "SGD")), 64).optimizer).toBe(0);
  });
});
