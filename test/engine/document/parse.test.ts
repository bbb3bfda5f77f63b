import { describe, expect, it } from "vitest";
import { parse } from "../../../engine/document/parse";
import { documentLimits } from "../../../engine/graph/documentLimits";
import { covers, documentOf, marked, mlp } from "../graph/documents";

describe("a right document", () => {
  it("gives its graph with defaults for training and without problems", () => {
    const { graph, problems } = parse(mlp);
    expect(problems).toEqual([]);
    expect([...(graph?.nodes.keys() ?? [])]).toEqual([
      "digits",
      "flatten",
      "hidden",
      "relu",
      "logits",
      "loss",
    ]);
    expect(graph?.nodes.get("hidden")).toMatchObject({ type: "Linear", params: { outFeatures: 128 } });
    expect(graph?.edges[5]).toMatchObject({
      index: 5,
      from: { node: "digits", port: "label" },
      to: { node: "loss", port: "target" },
    });
    expect(graph?.layout).toEqual({ digits: [0, 0], flatten: [220, 0] });
    expect(graph?.training).toEqual({
      epochs: 5,
      batchSize: 64,
      dropLast: false,
      seed: 1,
      warmup: 0,
      metrics: ["accuracy"],
      accumulate: 1,
      objectives: [],
      optimizer: {
        type: "Adam",
        learningRate: 0.001,
        beta1: 0.9,
        beta2: 0.999,
        eps: 1e-8,
        amsgrad: false,
        weightDecay: 0,
      },
    });
  });

  it("may leave out every section but the version", () => {
    const { graph, problems } = parse('{ "netloom": 1 }');
    expect(problems).toEqual([]);
    expect(graph?.nodes.size).toBe(0);
    expect(graph?.training).toMatchObject({ dropLast: false, seed: 1, optimizer: { type: "Adam" } });
    // They follow from the data.
    expect([graph?.training.epochs, graph?.training.batchSize]).toEqual([undefined, undefined]);
  });

  it("may begin with a byte order mark and take every batch size", () => {
    expect(parse(`\uFEFF${mlp}`).problems).toEqual([]);
    expect(parse('{ "netloom": 1, "training": { "batchSize": "all" } }').graph?.training.batchSize).toBe(
      "all",
    );
  });

  it("knows the place of ids, types, parameters, wires and their ends", () => {
    const { graph } = parse(mlp);
    const textAt = (range?: { offset: number; length: number }) =>
      range && mlp.slice(range.offset, range.offset + range.length);
    const hidden = graph?.nodes.get("hidden");
    expect(textAt(hidden?.places.id)).toBe('"hidden"');
    expect(textAt(hidden?.places.node)).toBe('{ "type": "Linear", "outFeatures": 128 }');
    expect(textAt(hidden?.places.type)).toBe('"Linear"');
    expect(textAt(hidden?.places.params.outFeatures)).toBe("128");
    expect(textAt(graph?.edges[0]?.place)).toBe('"digits.image -> flatten"');
    expect(textAt(graph?.edges[0]?.from.place)).toBe("digits.image");
    expect(textAt(graph?.edges[0]?.to.place)).toBe("flatten");
  });
});

const node = (params: string) => documentOf(`"a": ${params}`);
const training = (settings: string) => `{ "netloom": 1, "training": ${settings} }`;

/** What is wrong is marked «…»; each gives exactly this one problem, and its message says what to do. */
const wrong: readonly (readonly [code: string, text: string, message: RegExp])[] = [
  ["syntax", '{ "netloom": 1 «"nodes"»: {} }', /comma/],
  ["syntax", '{ "netloom": «one» }', /double quotes/],
  ["syntax", '{ "netloom": 1 } «}»', /remove everything after/],
  ["syntax", '{ "netloom": 1, "nodes": {«}»\n', /closing } is missing/],
  ["syntax", '{ "a": «"\\q"» }', /backslash/],
  ["trailing-comma", '{ "netloom": 1«,»\n}', /Remove this comma/],
  ["comment", '{ "netloom": 1 «// first»\n}', /Remove this comment/],
  ["not-an-object", "«[]»", /"netloom": 1/],
  ["missing-version", '«{» "nodes": {} }', /begin with "netloom": 1/],
  ["unsupported-version", '{ "netloom": «2» }', /version 2.*Netloom reads 1/],
  ["unsupported-version", '{ "netloom": «"1"» }', /version "1"/],
  ["duplicate-key", '{ "netloom": 1, "nodes": {}, «"nodes"»: {} }', /is a duplicate/],
  ["duplicate-key", node('{ "type": "Linear", "outFeatures": 1, «"outFeatures"»: 2 }'), /is a duplicate/],
  ["duplicate-key", documentOf('"a": { "type": "ReLU" }, «"a"»: { "type": "ReLU" }'), /is a duplicate/],
  ["unknown-key", '{ "netloom": 1, «"node"»: {} }', /Did you mean "nodes"\?/],
  ["unknown-key", '{ "netloom": 1, «"weights"»: {} }', /Allowed: "netloom"/],
  ["invalid-setting", training('{ "objectives": «[]» }'), /must be an object/],
  [
    "invalid-parameter",
    node('{ "type": "Linear", "outFeatures": 1, "weightsOf": «3» }'),
    /name of a node, such as "encoder".*not 3/,
  ],
  [
    "invalid-parameter",
    node('{ "type": "Linear", "outFeatures": 1, "weightsOf": «{}» }'),
    /name single weights/,
  ],
  ["invalid-parameter", node('{ "type": "Linear", "outFeatures": 1, "weightsOf": «"a b"» }'), /not "a b"/],
  [
    "invalid-parameter",
    node('{ "type": "Linear", "outFeatures": 1, "weightsOf": { "bias": "c.bias", "weight": «"b"» } }'),
    /"weightsOf.weight" must be the path of a weight.*not "b"/,
  ],
  [
    "duplicate-key",
    node('{ "type": "Linear", "outFeatures": 1, "weightsOf": { "bias": "b.bias", «"bias"»: "c.bias" } }'),
    /is a duplicate/,
  ],
  ["invalid-parameter", node('{ "type": "Linear", "outFeatures": 1, "follows": «"b"» }'), /"every": 500/],
  [
    "invalid-parameter",
    node('{ "type": "Linear", "outFeatures": 1, "follows": «{ "every": 3 }» }'),
    /needs "node"/,
  ],
  [
    "invalid-parameter",
    node('{ "type": "Linear", "outFeatures": 1, "follows": { "node": «"b c"», "every": 3 } }'),
    /must be the name of a node/,
  ],
  [
    "invalid-parameter",
    node('{ "type": "Linear", "outFeatures": 1, "follows": «{ "node": "b" }» }'),
    /either "every".*or "rate"/,
  ],
  [
    "invalid-parameter",
    node('{ "type": "Linear", "outFeatures": 1, "follows": «{ "node": "b", "every": 3, "rate": 0.1 }» }'),
    /either "every".*or "rate"/,
  ],
  [
    "invalid-parameter",
    node('{ "type": "Linear", "outFeatures": 1, "follows": { "node": "b", "every": «0.5» } }'),
    /whole number of steps from 1, not 0.5/,
  ],
  [
    "invalid-parameter",
    node('{ "type": "Linear", "outFeatures": 1, "follows": { "node": "b", "rate": «1.5» } }'),
    /above 0 and at most 1, not 1.5/,
  ],
  [
    "invalid-parameter",
    node('{ "type": "Linear", "outFeatures": 1, "follows": { "node": "b", "step": «2» } }'),
    /"step" is not allowed here/,
  ],
  ["invalid-setting", training('{ "ema": «1» }'), /"ema" must be less than 1/],
  ["invalid-section", '{ "netloom": 1, "nodes": «[]» }', /must be an object/],
  ["invalid-section", '{ "netloom": 1, "edges": «{}» }', /must be a list/],
  ["invalid-section", '{ "netloom": 1, "training": «3» }', /must be an object/],
  ["invalid-section", '{ "netloom": 1, "layout": «[]» }', /must be an object/],
  ["invalid-id", documentOf('«"1st"»: { "type": "ReLU" }'), /begin with a letter/],
  ["invalid-id", documentOf('«"a b"»: { "type": "ReLU" }'), /letters, digits and _/],
  ["invalid-id", documentOf('«""»: { "type": "ReLU" }'), /letters, digits and _/],
  ["invalid-id", documentOf('«"__proto__"»: { "type": "ReLU" }'), /is reserved/],
  ["invalid-id", documentOf('«"constructor"»: { "type": "ReLU" }'), /is reserved/],
  ["invalid-node", documentOf('"a": «"ReLU"»'), /"type": "Linear"/],
  ["missing-type", documentOf('«"a"»: {}'), /add "type"/],
  ["unknown-layer", node('{ "type": «"Relu"» }'), /Did you mean "ReLU"\?/],
  ["unknown-layer", node('{ "type": «"Quantum"» }'), /palette/],
  ["unknown-layer", node('{ "type": «3» }'), /double quotes, not 3/],
  ["missing-parameter", node('{ "type": «"Linear"» }'), /a needs "outFeatures"/],
  [
    "missing-parameter",
    node('{ "type": «"Dataset"», "source": "csv", "file": "a.csv", "inputs": ["x"] }'),
    /"target"/,
  ],
  [
    "unknown-parameter",
    node('{ "type": "Linear", "outFeatures": 1, «"bais"»: true }'),
    /Did you mean "bias"\?/,
  ],
  ["unknown-parameter", node('{ "type": "ReLU", «"slope"»: 1 }'), /Remove it/],
  [
    "unknown-parameter",
    node('{ "type": "Dataset", "source": "xor", «"noise"»: 1 }'),
    /"noise" is not allowed/,
  ],
  ["unknown-parameter", node('{ "type": "ReLU", «"__proto__"»: {} }'), /not allowed/],
  ["invalid-parameter", node('{ "type": "Linear", "outFeatures": «0» }'), /at least 1, not 0/],
  ["invalid-parameter", node('{ "type": "Linear", "outFeatures": «1.5» }'), /whole number, not 1.5/],
  ["invalid-parameter", node('{ "type": "Linear", "outFeatures": «"10"» }'), /whole number, not "10"/],
  ["invalid-parameter", node('{ "type": "Linear", "outFeatures": «1e999» }'), /whole number/],
  ["invalid-parameter", node('{ "type": "Linear", "outFeatures": 1, "bias": «1» }'), /true or false, not 1/],
  ["invalid-parameter", node('{ "type": "Dropout", "p": «1.5» }'), /at most 1, not 1.5/],
  ["invalid-parameter", node('{ "type": "Dropout", "p": «null» }'), /number, not null/],
  [
    "invalid-parameter",
    node('{ "type": "Conv2d", "outChannels": 1, "kernelSize": «[3]» }'),
    /\[vertical, horizontal\]/,
  ],
  [
    "invalid-parameter",
    node('{ "type": "Conv2d", "outChannels": 1, "kernelSize": [3, «0»] }'),
    /at least 1, not 0/,
  ],
  [
    "invalid-parameter",
    node('{ "type": "Conv2d", "outChannels": 1, "padding": «"sane"» }'),
    /"same", "valid"/,
  ],
  [
    "invalid-parameter",
    node('{ "type": "Conv2d", "outChannels": 1, "padding": «-1» }'),
    /at least 0, not -1/,
  ],
  ["invalid-parameter", node('{ "type": "Perceptron", "activation": «"stop"» }'), /Did you mean "step"\?/],
  ["invalid-parameter", node('{ "type": "Input", "shape": [1, «"28"»] }'), /list of whole numbers/],
  ["invalid-parameter", node('{ "type": "Dataset", "source": «"mnist"», "file": "x" }'), /one of "digits"/],
  [
    "invalid-edge",
    documentOf("", []).replace("[]", '["a -> ", «"a b"»]').replace('"a -> ", ', ""),
    /"a -> b"/,
  ],
  ["invalid-edge", '{ "netloom": 1, "edges": [«["a", "b"]»] }', /"a -> b"/],
  ["unknown-setting", training('{ «"epoch"»: 1 }'), /Did you mean "epochs"\?/],
  ["unknown-setting", training('{ "optimizer": { "type": "Adam", «"momentum"»: 0.9 } }'), /not allowed here/],
  ["invalid-setting", training('{ "epochs": «0» }'), /at least 1/],
  ["invalid-setting", training('{ "batchSize": «"every"» }'), /whole number or "all"/],
  ["invalid-setting", training('{ "batchSize": «0» }'), /at least 1/],
  ["invalid-setting", training('{ "seed": «4294967296» }'), /at most 4294967295/],
  ["invalid-setting", training('{ "metrics": [«"acuracy"»] }'), /Did you mean "accuracy"\?/],
  ["invalid-setting", training('{ "optimizer": «"Adam"» }'), /"type": "Adam"/],
  ["invalid-setting", training('{ "optimizer": { "type": "SGD", "learningRate": «0» } }'), /greater than 0/],
  ["invalid-setting", training('{ "optimizer": { "type": "SGD", "momentum": «1» } }'), /less than 1, not 1/],
  ["unknown-optimizer", training('{ "optimizer": { "type": «"adam"» } }'), /Did you mean "Adam"\?/],
  ["unknown-optimizer", training('{ "optimizer": «{}» }'), /add "type"/],
  ["unknown-schedule", training('{ "schedule": { "type": «"StepLr"» } }'), /Did you mean "StepLR"\?/],
  ["invalid-setting", training('{ "schedule": «null» }'), /"type": "CosineAnnealingLR"/],
  ["unknown-setting", training('{ "schedule": { "type": "StepLR", «"power"»: 2 } }'), /not allowed here/],
  [
    "unknown-clipping",
    training('{ "clipping": { "type": «"l2"» } }'),
    /Use one of "norm", "value", "nodeNorm"/,
  ],
  ["invalid-setting", training('{ "clipping": { "type": "norm", "limit": «0» } }'), /limit/],
  [
    "unknown-node",
    documentOf('"relu": { "type": "ReLU" }', [], ', "layout": { «"rleu"»: [0, 0] }'),
    /Did you mean "relu"/,
  ],
  [
    "invalid-place",
    documentOf('"a": { "type": "ReLU" }', [], ', "layout": { "a": «[0]» }'),
    /two whole numbers/,
  ],
  [
    "invalid-place",
    documentOf('"a": { "type": "ReLU" }', [], ', "layout": { "a": «[0, 0.5]» }'),
    /two whole numbers/,
  ],
];

describe("a wrong document", () => {
  it.each(wrong)("%s: %s", (code, withMarks, message) => {
    const { text, range } = marked(withMarks);
    const { problems } = parse(text);
    expect(covers(text, problems)).toEqual([
      `${code} <${text.slice(range.offset, range.offset + range.length)}>`,
    ]);
    expect(problems[0]).toMatchObject({ code, severity: "error", range });
    expect(problems[0]?.message).toMatch(message);
  });

  it("says which node, parameter, setting or wire a problem is about", () => {
    const subject = (text: string) => parse(text).problems[0];
    expect(subject(node('{ "type": "Linear", "outFeatures": 0 }'))).toMatchObject({
      node: "a",
      param: "outFeatures",
    });
    expect(subject(training('{ "optimizer": { "type": "SGD", "momentum": 2 } }'))?.setting).toBe(
      "optimizer.momentum",
    );
    expect(subject(training('{ "epochs": 0 }'))?.setting).toBe("epochs");
    expect(subject('{ "netloom": 1, "edges": ["a -> b", 3] }')?.edge).toBe(1);
  });

  it("keeps what could be read", () => {
    const { graph, problems } = parse(
      documentOf('"a": { "type": "Linear", "outFeatures": 0 }, "b": { "type": "Quantum", "x": 1 }, "c": 3', [
        "a -> b",
        "?",
      ]),
    );
    expect(problems.map(({ code }) => code)).toEqual([
      "invalid-parameter",
      "unknown-layer",
      "invalid-node",
      "invalid-edge",
    ]);
    expect([...(graph?.nodes.keys() ?? [])]).toEqual(["a", "b"]);
    expect(graph?.nodes.get("b")).toMatchObject({ type: "Quantum", params: { x: 1 } });
    expect(graph?.edges).toHaveLength(1);
  });

  it("trains with defaults in place of wrong settings, and keeps the right ones", () => {
    const { graph } = parse(
      training('{ "epochs": 0, "seed": 7, "optimizer": { "type": "SGD", "momentum": 3 } }'),
    );
    expect(graph?.training).toMatchObject({ seed: 7, optimizer: { type: "SGD", momentum: 0 } });
  });

  it("gives no graph where the text is not JSON", () => {
    for (const text of ['{ "netloom": 1,', "{ // \n}", "{,}", "nonsense", '{ "a": 01 }', "{ 'netloom': 1 }"])
      expect(parse(text), text).toMatchObject({ graph: undefined });
  });

  it("refuses exactly what JSON.parse refuses", () => {
    const strict = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    for (const text of [
      mlp,
      "{}",
      "[1,]",
      "[1 2]",
      "{}{}",
      "nul",
      "1.",
      ".5",
      "+1",
      "0x1",
      "1e",
      '"\\u12"',
      '"\t"',
      "[\u00a01]",
      "tru",
      '{"a"}',
      '{"a":}',
      "[",
      "]",
      '{"a" 1}',
      "[,1]",
      "[1,,2]",
      '"\\x41"',
      '"\u2028"',
      "-",
      "-1.5e+3",
      "[[[]]]",
      "NaN",
    ]) {
      expect(parse(text).graph !== undefined, text).toBe(strict(text));
    }
  });

  it("takes an empty text as a model without nodes, and says so", () => {
    for (const text of ["", " \n"]) {
      const { graph, problems } = parse(text);
      expect(graph?.nodes.size).toBe(0);
      expect(problems.map(({ code }) => code)).toEqual(["empty-document"]);
    }
  });

  it("refuses what is too large before it takes memory for it", () => {
    const codes = (text: string) => parse(text).problems.map(({ code }) => code);
    expect(codes(" ".repeat(documentLimits.characters + 1))).toEqual(["document-too-large"]);
    expect(codes("[".repeat(100_000))).toEqual(["document-too-deep"]);
    expect(codes(`${"[".repeat(60)}${"]".repeat(60)}`)).toEqual(["not-an-object"]);
    expect(parse(`{ "netloom": 1, "x": "${"[".repeat(100)}" }`).problems.map(({ code }) => code)).toEqual([
      "unknown-key",
    ]);
    const many = Array.from(
      { length: documentLimits.nodes + 1 },
      (_, i) => `"n${i}": { "type": "ReLU" }`,
    ).join(",");
    expect(codes(documentOf(many))).toEqual(["too-many-nodes"]);
    const wires = new Array<string>(documentLimits.edges + 1).fill("a -> b");
    expect(codes(documentOf('"a": { "type": "ReLU" }', wires))).toEqual(["too-many-edges"]);
  });

  it("does not touch Object's prototype", () => {
    parse(
      '{ "netloom": 1, "nodes": { "a": { "type": "ReLU", "__proto__": { "x": 1 } } }, "__proto__": { "x": 1 } }',
    );
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
