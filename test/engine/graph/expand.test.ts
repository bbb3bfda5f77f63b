import { describe, expect, it } from "vitest";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { print } from "../../../engine/compiler/print";
import { trainingStep } from "../../../engine/compiler/trainingStep";
import { weightsOf } from "../../../engine/compiler/weights";
import { parse } from "../../../engine/document/parse";
import { expand } from "../../../engine/graph/expand";
import type { Graph } from "../../../engine/graph/graph";
import { infer } from "../../../engine/graph/infer";
import type { Problem } from "../../../engine/graph/problem";
import { blocksOf, imageModel, residual } from "./blockDocuments";
import { covers, graphOf, marked } from "./documents";

/** The nodes of an expanded graph with their parameters, and the wires. */
function expanded(text: string) {
  const { graph, problems } = expand(graphOf(text));
  expect(problems).toEqual([]);
  return {
    nodes: Object.fromEntries([...graph.nodes].map(([id, { params }]) => [id, params])),
    edges: wiresOf(graph),
  };
}

function wiresOf({ edges }: Graph): string[] {
  const end = ({ node, port }: { node: string; port?: string }) =>
    port === undefined ? node : `${node}.${port}`;
  return edges.map(({ from, to }) => `${end(from)} -> ${end(to)}`);
}

function problemsOf(text: string): Problem[] {
  const { graph, problems } = parse(text);
  return [...problems, ...(graph ? infer(graph).problems : [])];
}

describe("expanding", () => {
  it("puts the nodes of a block where its instance stands, with the values that the instance gives", () => {
    const { nodes, edges } = expanded(
      blocksOf(
        residual,
        '"a": { "type": "Identity" }, "stage": { "type": "Residual", "channels": 16 }, "b": { "type": "Identity" }',
        ["a -> stage", "stage -> b"],
      ),
    );
    expect(Object.keys(nodes)).toEqual(["a", "stage/conv", "stage/drop", "stage/relu", "stage/sum", "b"]);
    expect(nodes["stage/conv"]).toEqual({ outChannels: 16, kernelSize: 3, stride: 1, padding: 1 });
    expect(edges).toEqual([
      "stage/sum -> b",
      "a -> stage/conv",
      "stage/conv -> stage/drop",
      "stage/drop -> stage/relu",
      "stage/relu -> stage/sum",
      "a -> stage/sum",
    ]);
  });

  it("puts repetitions one behind the other, and counts them inside", () => {
    const { nodes, edges } = expanded(
      blocksOf(
        `"B": { "parameters": { "width": 4 }, "inputs": ["input", { "name": "mask", "optional": true }], "outputs": ["output", "extra"],
          "nodes": { "up": { "type": "Linear", "outFeatures": "$width * 2 ** $index" }, "mix": { "type": "Multiply" } },
          "edges": ["input -> up", "up -> mix", "mask -> mix", "mix -> output", "up -> extra"] }`,
        '"a": { "type": "Identity" }, "m": { "type": "Identity" }, "b": { "type": "B", "repeat": 3 }, "c": { "type": "Concat" }',
        ["a -> b", "m -> b.mask", "b -> c", "b.extra -> c"],
      ),
    );
    expect(Object.entries(nodes).filter(([id]) => id.endsWith("up"))).toEqual([
      ["b/0/up", { outFeatures: 4 }],
      ["b/1/up", { outFeatures: 8 }],
      ["b/2/up", { outFeatures: 16 }],
    ]);
    expect(edges).toEqual([
      "b/2/mix -> c",
      "b/2/up -> c",
      ...["a", "b/0/mix", "b/1/mix"].flatMap((before, i) => [
        `${before} -> b/${i}/up`,
        `b/${i}/up -> b/${i}/mix`,
        `m -> b/${i}/mix`,
      ]),
    ]);
  });

  it("repeats a layer: its first output leads to the next one's first input, other wires to each of them", () => {
    const { nodes, edges } = expanded(
      blocksOf(
        "",
        '"x": { "type": "Identity" }, "mask": { "type": "Identity" }, "rnn": { "type": "LSTM", "hiddenSize": 4, "repeat": 3 }, "y": { "type": "Identity" }',
        ["x -> rnn", "mask -> rnn.mask", "rnn.cell -> y"],
      ),
    );
    expect(Object.keys(nodes)).toEqual(["x", "mask", "rnn/0", "rnn/1", "rnn/2", "y"]);
    expect(edges).toEqual([
      "x -> rnn/0",
      "mask -> rnn/0.mask",
      "mask -> rnn/1.mask",
      "mask -> rnn/2.mask",
      "rnn/2.cell -> y",
      "rnn/0 -> rnn/1",
      "rnn/1 -> rnn/2",
    ]);
  });

  it("leaves out the wires from an optional input that is not connected, through blocks in blocks", () => {
    const inner = `"In": { "inputs": ["input", { "name": "more", "optional": true }], "outputs": ["output"],
      "nodes": { "sum": { "type": "Add" } }, "edges": ["input -> sum", "more -> sum", "sum -> output"] }`;
    const outer = `"Out": { "inputs": ["input", { "name": "more", "optional": true }], "outputs": ["output"],
      "nodes": { "in": { "type": "In" } }, "edges": ["input -> in", "more -> in.more", "in -> output"] }`;
    const nodes = '"x": { "type": "Identity" }, "out": { "type": "Out" }, "y": { "type": "Identity" }';
    const blocks = `${inner}, ${outer}`;
    expect(expanded(blocksOf(blocks, nodes, ["x -> out", "out -> y"])).edges).toEqual([
      "out/in/sum -> y",
      "x -> out/in/sum",
    ]);
    expect(expanded(blocksOf(blocks, nodes, ["x -> out", "x -> out.more", "out -> y"])).edges).toEqual([
      "out/in/sum -> y",
      "x -> out/in/sum",
      "x -> out/in/sum",
    ]);
  });

  it("says where values enter and leave each instance", () => {
    const { instances } = expand(
      graphOf(
        blocksOf(residual, '"a": { "type": "Identity" }, "stage": { "type": "Residual", "repeat": 2 }', [
          "a -> stage",
        ]),
      ),
    );
    expect([...instances.values()]).toEqual([
      {
        path: "stage/0",
        node: "stage",
        block: "Residual",
        inputs: { input: { node: "a", port: undefined } },
        outputs: { output: { node: "stage/0/sum", port: undefined } },
      },
      {
        path: "stage/1",
        node: "stage",
        block: "Residual",
        inputs: { input: { node: "stage/0/sum", port: undefined } },
        outputs: { output: { node: "stage/1/sum", port: undefined } },
      },
    ]);
  });

  it("shares the weights of an instance with all of another, repetition by repetition", () => {
    const inner = `"Deep": { "inputs": ["input"], "outputs": ["output"],
      "nodes": { "up": { "type": "Linear", "outFeatures": 4 }, "relu": { "type": "ReLU" }, "plain": { "type": "LayerNorm", "elementwiseAffine": false }, "again": { "type": "Linear", "outFeatures": 4, "weightsOf": "up" } },
      "edges": ["input -> up", "up -> relu", "relu -> plain", "plain -> again", "again -> output"] },
      "Pair": { "inputs": ["input"], "outputs": ["output"], "nodes": { "deep": { "type": "Deep" } }, "edges": ["input -> deep", "deep -> output"] }`;
    const typed = infer(
      graphOf(
        blocksOf(
          inner,
          '"x": { "type": "Input", "shape": [4] }, "a": { "type": "Pair", "repeat": 2 }, "b": { "type": "Pair", "repeat": 2, "weightsOf": "a" }, "c": { "type": "Pair", "weightsOf": "a/1" }',
          ["x -> a", "a -> b", "b -> c"],
        ),
      ),
    );
    expect(typed.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(weightsOf(typed).map(({ name }) => name)).toEqual([
      "a/0/deep/up.weight",
      "a/0/deep/up.bias",
      "a/1/deep/up.weight",
      "a/1/deep/up.bias",
    ]);
    const holders = [...typed.nodes.values()]
      .filter(({ weights }) => Object.keys(weights).length > 0)
      .map(({ node, shared }) => [node.id, shared?.weight]);
    expect(holders).toEqual([
      ["a/0/deep/up", undefined],
      ["a/0/deep/again", "a/0/deep/up.weight"],
      ["a/1/deep/up", undefined],
      ["a/1/deep/again", "a/1/deep/up.weight"],
      ["b/0/deep/up", "a/0/deep/up.weight"],
      ["b/0/deep/again", "a/0/deep/up.weight"],
      ["b/1/deep/up", "a/1/deep/up.weight"],
      ["b/1/deep/again", "a/1/deep/up.weight"],
      ["c/deep/up", "a/1/deep/up.weight"],
      ["c/deep/again", "a/1/deep/up.weight"],
    ]);
    expect(typed.parameterCount).toBe(40);
  });

  it("leaves a document without blocks and repetitions as it is", () => {
    const graph = graphOf(blocksOf("", '"a": { "type": "Identity" }', []));
    expect(expand(graph).graph).toBe(graph);
  });

  it("gives the same Program and the same initial weights as the document with the blocks taken apart", () => {
    const wrapped = imageModel(residual, '"stage": { "type": "Residual", "repeat": 2 }', [
      "stem -> stage",
      "stage -> flatten",
    ]);
    const unit = (i: number) => `
      "stage_${i}_conv": { "type": "Conv2d", "outChannels": 8, "kernelSize": 3, "padding": 1 },
      "stage_${i}_drop": { "type": "Dropout", "p": 0.25 }, "stage_${i}_relu": { "type": "ReLU" }, "stage_${i}_sum": { "type": "Add" }`;
    const wires = (i: number, before: string) => [
      `${before} -> stage_${i}_conv`,
      `stage_${i}_conv -> stage_${i}_drop`,
      `stage_${i}_drop -> stage_${i}_relu`,
      `stage_${i}_relu -> stage_${i}_sum`,
      `${before} -> stage_${i}_sum`,
    ];
    const apart = imageModel("", `${unit(0)}, ${unit(1)}`, [
      ...wires(0, "stem"),
      ...wires(1, "stage_0_sum"),
      "stage_1_sum -> flatten",
    ]);
    const [a, b] = [wrapped, apart].map((text) => {
      const typed = infer(graphOf(text));
      expect(typed.problems).toEqual([]);
      const weights = initialWeights(typed, 7);
      return {
        program: print(trainingStep(typed, 8).program).replaceAll(/stage\/(\d)\//g, "stage_$1_"),
        weights: Object.entries(weights).map(
          ([name, values]) => [name.replaceAll("/", "_"), values] as const,
        ),
      };
    });
    expect(a!.program).toContain("stage_1_conv.weight");
    expect(a).toEqual(b);
  });
});

describe("names that are the same without blocks", () => {
  const block = `"B": { "inputs": ["input"], "outputs": ["output"],
    "nodes": { "c_fc": { "type": "Linear", "outFeatures": 4 }, "c": { "type": "Linear", "outFeatures": 4, "repeat": 2 } },
    "edges": ["input -> c_fc", "c_fc -> c", "c -> output"] }`;
  const documentWith = (...ids: readonly string[]) =>
    blocksOf(
      block,
      `"x": { "type": "Input", "shape": [4] }, "b": { "type": "B" }${ids.map((id) => `, ${id}: { "type": "Linear", "outFeatures": 4 }`).join("")}`,
      ["x -> b", ...ids.map((id) => `x -> ${id.replace(/[«»"]/g, "")}`)],
    );

  it.each(['«"b_c_fc"»', '«"b_c_1"»'])("are a warning at the document's node %s", (id) => {
    const { text, range } = marked(documentWith(id));
    const [problem, ...others] = problemsOf(text);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "same-random-numbers", severity: "warning", range });
    const name = id.replace(/[«»"]/g, "");
    expect(problem!.message).toContain(
      `"${name}" and "${name.replace("b_c_", "b/c_").replace("c_1", "c/1")}"`,
    );
    // It is true: the two start with the same weights.
    const weights = initialWeights(infer(graphOf(text)), 1);
    const path = name === "b_c_1" ? "b/c/1" : "b/c_fc";
    expect(weights[`${name}.weight`]).toEqual(weights[`${path}.weight`]);
  });

  it("are none if they differ", () => {
    expect(problemsOf(documentWith('"b_c_2"', '"b_c"', '"bc_fc"'))).toEqual([]);
  });
});

const one = '"x": { "type": "Input", "shape": [8, 8, 8] }, "b": { "type": "Residual" }';
const wired = ["x -> b"];
const inside = (nodes: string, edges: readonly string[], more = "") =>
  blocksOf(
    `"B": { "inputs": ["input"], "outputs": ["output"], "nodes": { ${nodes} }, "edges": ${JSON.stringify(edges)}${more} }`,
    '"x": { "type": "Input", "shape": [4] }, "b": { "type": "B" }',
    ["x -> b"],
  );

describe("a wrong block", () => {
  it.each([
    ["recursive-block", inside('"b": { "type": «"B"» }', ["input -> b", "b -> output"]), /contains itself/],
    [
      "unknown-parameter",
      blocksOf(residual, one.replace('"Residual"', '"Residual", "chanels": «3»'), wired),
      /Did you mean "channels"\?/,
    ],
    [
      "unknown-block-parameter",
      inside('"f": { "type": "Linear", "outFeatures": «"$width"» }', ["input -> f", "f -> output"]),
      /b.* has no parameter "width"/i,
    ],
    [
      "unused-parameter",
      inside('"f": { "type": "ReLU" }', ["input -> f", "f -> output"], ', "parameters": { «"width"»: 3 }'),
      /does not use its parameter "width"/,
    ],
    [
      "missing-parameter",
      inside(
        '"f": { "type": "Linear", "outFeatures": "$width" }',
        ["input -> f", "f -> output"],
        ', "parameters": { "width": null }',
      ).replace('"b": { "type": "B" }', '"b": { "type": «"B"» }'),
      /needs "width"/,
    ],
    [
      "invalid-expression",
      inside('"f": { "type": "Linear", "outFeatures": «"$index +"» }', ["input -> f", "f -> output"]),
      /it ends too early/,
    ],
    [
      "invalid-expression",
      inside('"f": { "type": "Linear", "outFeatures": «"8 / $index"» }', ["input -> f", "f -> output"]),
      /"8 \/ \$index" with index = 0 cannot be computed: it divides by zero/,
    ],
    [
      "invalid-parameter",
      blocksOf(residual.replace('"$channels"', '«"$channels / 3"»'), one, wired),
      /whole number, not 2\.66.* It is "\$channels \/ 3" with channels = 8/,
    ],
    [
      "invalid-parameter",
      blocksOf(residual.replace('"$channels"', '«"$channels - 8"»'), one, wired),
      /at least 1, not 0/,
    ],
    [
      "invalid-repeat",
      blocksOf(residual, one.replace('"Residual"', '"Residual", "repeat": «0»'), wired),
      /from 1 to 10000, not 0/,
    ],
    [
      "invalid-repeat",
      blocksOf(residual, one.replace('"Residual"', '"Residual", "repeat": «-1»'), wired),
      /not -1/,
    ],
    [
      "invalid-repeat",
      blocksOf(residual, one.replace('"Residual"', '"Residual", "repeat": «1000000000»'), wired),
      /not 1000000000/,
    ],
    [
      "invalid-repeat",
      blocksOf(residual, one.replace('"Residual"', '"Residual", "repeat": «"two"»'), wired),
      /not "two"/,
    ],
    [
      "invalid-repeat",
      blocksOf("", '"x": { "type": "Input", "shape": [4], "repeat": «2» }', []),
      /does not have both an input and an output/,
    ],
    [
      "too-many-nodes",
      blocksOf(residual, one.replace('"Residual"', '"Residual", "repeat": «9000»'), wired),
      /With "b" the model has more than 10000 nodes/,
    ],
    [
      "unknown-node",
      inside('"f": { "type": "ReLU" }', ["input -> f", "f -> output", "input -> g"]).replace(
        '-> g"',
        '-> «g»"',
      ),
      /no node and no port "g"/,
    ],
    [
      "unknown-node",
      inside('"f": { "type": "ReLU" }', ["input -> f", "f -> output", "output -> f"]).replace(
        '"output -> f"',
        '"«output» -> f"',
      ),
      /"output" is an output of the block/,
    ],
    [
      "unknown-port",
      blocksOf(residual, one, ["x -> b.inputs"]).replace("b.inputs", "«b.inputs»"),
      /"b" has no input "inputs". Inputs: "input"/,
    ],
    [
      "occupied-port",
      blocksOf(residual, one, ["x -> b", "x ->  b"]).replace('"x ->  b"', '«"x ->  b"»'),
      /takes one wire and is already connected/,
    ],
    [
      "shared-type-mismatch",
      blocksOf(residual, `${one}, "c": { "type": "Residual", "weightsOf": «"x"» }`, ["x -> b", "b -> c"]),
      /Name another instance/,
    ],
    [
      "missing-output",
      blocksOf(
        '"B": { "inputs": ["input"], "outputs": ["output", «"extra"»], "nodes": { "f": { "type": "ReLU" } }, "edges": ["input -> f", "f -> output"] }',
        "",
        [],
      ),
      /nothing is connected to the output "extra"/,
    ],
    [
      "missing-input",
      blocksOf(residual, '«"b"»: { "type": "Residual" }', []),
      /Nothing is connected to "b.input"/,
    ],
    ["duplicate-name", inside('«"output"»: { "type": "ReLU" }', ["input -> output"]), /a node and of a port/],
    ["invalid-block", blocksOf('«"Linear"»: {}', "", []), /is the name of a layer/],
    ["invalid-block", blocksOf('"B": «[]»', "", []), /must be an object/],
    ["unknown-key", blocksOf('"B": { «"node"»: {} }', "", []), /Did you mean "nodes"/],
    ["invalid-port", blocksOf('"B": { "inputs": [«3»] }', "", []), /must be a name/],
    ["invalid-port", blocksOf('"B": { "outputs": [«{ "name": "a" }»] }', "", []), /An output must be a name/],
    [
      "invalid-parameter",
      blocksOf('"B": { "parameters": { «"index"»: 1 } }', "", []),
      /has a meaning of its own/,
    ],
    [
      "invalid-parameter",
      blocksOf('"B": { "parameters": { «"repeat"»: 1 } }', "", []),
      /has a meaning of its own/,
    ],
    ["invalid-section", '{ "netloom": 1, "blocks": «[]» }', /"blocks" must be an object/],
    [
      "cycle",
      blocksOf(
        '"P": { "inputs": ["input"], "outputs": ["output"], "edges": ["input -> output"] }',
        '«"p"»: { "type": "P" }, "r": { "type": "ReLU" }',
        ["p -> p", "p -> r"],
      ),
      /The wires through "p" form a cycle/,
    ],
  ])("%s: %s", (code, withMarks, message) => {
    const { text, range } = marked(withMarks);
    const problems = problemsOf(text);
    expect(covers(text, problems)).toEqual([
      `${code} <${text.slice(range.offset, range.offset + range.length)}>`,
    ]);
    expect(problems[0]!.message).toMatch(message);
  });

  it("is reported once for all of its instances, at the text in the block, with the first instance's path", () => {
    const text = blocksOf(
      residual,
      '"x": { "type": "Input", "shape": [3, 8, 8] }, "b": { "type": "Residual", "channels": 4, "repeat": 3 }',
      ["x -> b"],
    );
    const [problem, ...others] = problemsOf(text);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: "shape-mismatch",
      node: "b/0/sum",
      block: "Residual",
      member: "sum",
      edge: 4,
    });
    expect(covers(text, [problem!])).toEqual(['shape-mismatch <"input -> sum">']);
  });
});
