import { describe, expect, it } from "vitest";
import { complete } from "../../../../engine/document/names/complete";
import type { Proposal } from "../../../../engine/document/names/Proposal";
import { documentLimits } from "../../../../engine/graph/documentLimits";

/** The proposals at the mark `|` of a text. */
function at(marked: string): { readonly text: string; readonly proposals: readonly Proposal[] } {
  const cursor = marked.indexOf("|");
  expect(cursor).toBeGreaterThanOrEqual(0);
  const text = marked.slice(0, cursor) + marked.slice(cursor + 1);
  return { text, proposals: complete(text, cursor) };
}

function labels(marked: string): string[] {
  return at(marked).proposals.map(({ label }) => label);
}

/** The text after a proposal is accepted, with what is then selected between `«` and `»`, or the cursor as `|`. */
function accepted(marked: string, label: string): string {
  const { text, proposals } = at(marked);
  const found = proposals.find((proposal) => proposal.label === label);
  if (!found) throw new Error(`${label} is not among ${proposals.map((each) => each.label).join(", ")}`);
  const { before, field, after = "" } = found.insert;
  const { offset, length } = found.range;
  const selected = field === undefined || field === "" ? "|" : `«${field}»`;
  const inserted = field === undefined ? `${before}${after}|` : before + selected + after;
  return text.slice(0, offset) + inserted + text.slice(offset + length);
}

/** Only the line with the mark or the selection. */
function line(text: string): string {
  return (text.split("\n").find((one) => /[|«]/.test(one)) ?? "").trim();
}

const blocks = `"blocks": {
    "Residual": {
      "parameters": { "channels": null, "stride": 1, "mode": "zeros" },
      "inputs": ["input", { "name": "mask", "optional": true }],
      "outputs": ["output"],
      "nodes": {
        "conv": { "type": "Conv2d", "outChannels": "$channels", "kernelSize": 3 }INSIDE
      },
      "edges": ["input -> conv", "conv -> output"WIRE]
    },
    "Stage": {
      "parameters": { "depth": 2 },
      "inputs": ["input"],
      "outputs": ["output"],
      "nodes": { "first": { "type": "Residual", "channels": 8, "repeat": "$depth" }STAGE },
      "edges": ["input -> first", "first -> output"]
    }
  }`;

/** A document with blocks, and more where the words stand. */
function withBlocks({ inside = "", wire = "", stage = "", nodes = "", rest = "" }): string {
  const written = blocks.replace("INSIDE", inside).replace("WIRE", wire).replace("STAGE", stage);
  return `{
  "netloom": 1,
  ${written},
  "nodes": {
    "images": { "type": "Input", "shape": [3, 8, 8] },
    "stage": { "type": "Stage", "repeat": 2 },
    "one": { "type": "Residual", "channels": 4 }${nodes}
  },
  "edges": ["images -> one", "one -> stage"]${rest}
}`;
}

describe("the type of a node", () => {
  it("may be each of the blocks, with their ports", () => {
    const { proposals } = at(withBlocks({ nodes: ', "x": { "type": "|" }' }));
    expect(proposals.map(({ label, kind, detail }) => [label, kind, detail])).toEqual([
      ["Residual", "block", "input, mask → output"],
      ["Stage", "block", "input → output"],
    ]);
  });

  it("may not be a block that contains the one around it, nor that one", () => {
    expect(labels(withBlocks({ inside: ', "x": { "type": "|" }' }))).toEqual([]);
    expect(labels(withBlocks({ stage: ', "x": { "type": "|" }' }))).toEqual(["Residual"]);
  });

  it.each([
    ['{ "type": "|" }', '{ "type": "Residual"| }'],
    ['{ "type": "Lin|ear" }', '{ "type": "Residual"| }'],
    ['{ "type": | }', '{ "type": "Residual"| }'],
    ['{ "type": Re| }', '{ "type": "Residual"| }'],
    ['{ "type": "Re|\n }', '{ "type": "Residual"|'],
    ['{ "type": |\n "stride": 2 }', '{ "type": "Residual",|'],
    ['{ "type": "|" "stride": 2 }', '{ "type": "Residual",| "stride": 2 }'],
  ])("replaces what is written in %s", (written, expected) => {
    expect(line(accepted(withBlocks({ nodes: `,\n"x": ${written}` }), "Residual"))).toBe(`"x": ${expected}`);
  });

  it("is not completed beside its value, in keys, or for other things that have a type", () => {
    for (const written of ['{ "type": "Residual" | }', '{ "type": "Residual"| }', '{ |"type": "Stage" }'])
      expect(labels(withBlocks({ nodes: `, "x": ${written}` }))).not.toContain("Residual");
    expect(labels(withBlocks({ rest: ', "training": { "optimizer": { "type": "|" } }' }))).toEqual([]);
    expect(labels(withBlocks({ nodes: ', "x": { "weightInit": { "type": "|" } }' }))).toEqual([]);
  });
});

describe("the keys of an instance", () => {
  const instance = (written: string) =>
    withBlocks({ nodes: `,\n"x": { "type": "Residual", ${written} },\n"y": { "type": "ReLU" }` });

  it("are the block's parameters that are not written, the required ones first", () => {
    const { proposals } = at(instance("|"));
    expect(proposals.map(({ label, detail }) => [label, detail])).toEqual([
      ["channels", "required"],
      ["stride", "= 1"],
      ["mode", '= "zeros"'],
      ["weightsOf", undefined],
      ["follows", undefined],
    ]);
    expect(labels(instance('"stride": 2, "weightsOf": "one", "|"'))).toEqual(["channels", "mode"]);
    expect(labels(instance('"str|ide": 2'))).toContain("stride");
  });

  it.each([
    ['"|"', "channels", '"channels": |'],
    ['"|"', "stride", '"stride": «1»'],
    ["mo|", "mode", '"mode": «"zeros"»'],
    ['"|": 5', "stride", '"stride"|: 5'],
    ['"|" "mode": 2', "stride", '"stride": «1», "mode": 2'],
    ['"|"', "weightsOf", '"weightsOf": "|"'],
    ['"|"', "follows", '"follows": { "node": "|", "every": 500 }'],
  ])("replace %s by %s with its default", (written, label, expected) => {
    const whole = `"x": { "type": "Residual", ${expected} },`;
    expect(line(accepted(instance(written), label))).toBe(whole);
  });

  it("are proposed without quotes and with a quote that is not closed", () => {
    expect(line(accepted(instance('"stri|'), "stride"))).toBe('"x": { "type": "Residual", "stride": «1» },');
    expect(line(accepted(withBlocks({ nodes: ', "x": { |\n "type": "Stage" }' }), "depth"))).toContain(
      '{ "depth": «2»,',
    );
  });

  it("are not those of layers", () => {
    expect(labels(withBlocks({ nodes: ', "x": { "type": "Conv2d", "|" }' }))).toEqual([]);
  });
});

describe("a value inside a block", () => {
  const value = (written: string) =>
    withBlocks({ inside: `,\n"x": { "type": "Conv2d", "stride": ${written} }` });

  it("may be any parameter, or the number of the repetition", () => {
    expect(labels(value('"|"'))).toEqual(["$channels", "$stride", "$mode", "$index"]);
    expect(labels(value("|"))).toEqual(["$channels", "$stride", "$mode", "$index"]);
    expect(labels(value("[1, |]"))).toEqual(["$channels", "$stride", "$mode", "$index"]);
  });

  it("is a number within an expression", () => {
    expect(labels(value('"2 * $|"'))).toEqual(["$channels", "$stride", "$index"]);
  });

  it.each([
    ['"|"', '"$stride|"'],
    ['"$st|"', '"$stride|"'],
    ['"$ch|annels"', '"$stride|"'],
    ['"2 ** $cha| + 1"', '"2 ** $stride| + 1"'],
    ['"min(|, $channels)"', '"min($stride|, $channels)"'],
    ['"$channels * st|"', '"$channels * $stride|"'],
    ["|", '"$stride"|'],
    ["$st|", '"$stride"|'],
    ["[|]", '["$stride"|]'],
  ])("replaces the name in %s", (written, expected) => {
    expect(line(accepted(value(written), "$stride"))).toBe(
      `"x": { "type": "Conv2d", "stride": ${expected} }`,
    );
  });

  it("has none outside of blocks, and in names of nodes", () => {
    expect(labels(withBlocks({ nodes: ', "x": { "type": "Conv2d", "stride": "|" }' }))).toEqual([]);
    expect(labels(withBlocks({ inside: ', "x": { "type": "Conv2d", "weightsOf": "|" }' }))).toEqual(["conv"]);
  });
});

describe("shared weights", () => {
  const nodes = (written: string, more = "") => `{
  "netloom": 1,
  "nodes": {
    "x": { "type": "Input", "shape": [6] },
    "wide": { "type": "Linear", "outFeatures": 9 },
    "first": { "type": "Linear", "outFeatures": 6 },
    "norm": { "type": "LayerNorm" },
    "user": { "type": "Linear", "outFeatures": 6, "weightsOf": "own" },
    "target": { "type": "Linear", "outFeatures": 6, "follows": { "node": "first", "every": 5 } },
    "own": { "type": "Linear", "outFeatures": 6, ${written} }${more}
  },
  "edges": ["x -> wide", "x -> first", "x -> norm", "x -> user", "x -> target", "x -> own"]
}`;

  it("are those of nodes of the same type, of equal shapes first, without a circle", () => {
    const { proposals } = at(nodes('"weightsOf": "|"'));
    expect(proposals.map(({ label, detail }) => [label, detail])).toEqual([
      ["first", "Linear"],
      ["target", "Linear"],
      ["wide", "Linear"],
    ]);
    expect(line(accepted(nodes('"weightsOf": |'), "first"))).toContain('"weightsOf": "first"| }');
  });

  it("follow nodes that do not follow others", () => {
    expect(labels(nodes('"follows": { "node": "|", "rate": 0.1 }'))).toEqual(["first", "wide"]);
    expect(line(accepted(nodes('"follows": "|"'), "first"))).toContain(
      '"follows": { "node": "first", "every": «500» } }',
    );
    expect(line(accepted(nodes('"follows": |'), "first"))).toContain(
      '"follows": { "node": "first", "every": «500» } }',
    );
  });

  it("are named singly by a weight of the node and one of its shape", () => {
    expect(labels(nodes('"weightsOf": { "|" }'))).toEqual(["weight", "bias"]);
    expect(labels(nodes('"weightsOf": { "bias": "first.bias", "|" }'))).toEqual(["weight"]);
    expect(line(accepted(nodes('"weightsOf": { | }'), "weight"))).toContain('{ "weight": "|" }');
    expect(labels(nodes('"weightsOf": { "weight": "|" }'))).toEqual(["first.weight"]);
    expect(labels(nodes('"weightsOf": { "bias": "|" }'))).toEqual(["first.bias", "norm.weight", "norm.bias"]);
  });

  it("may be those of nodes in instances, and of whole instances", () => {
    expect(labels(withBlocks({ nodes: ', "x": { "type": "Residual", "weightsOf": "|" }' }))).toEqual([
      "one",
      "stage/0/first/0",
      "stage/0/first/1",
      "stage/1/first/0",
      "stage/1/first/1",
    ]);
    expect(labels(withBlocks({ nodes: ', "x": { "type": "Stage", "weightsOf": "|" }' }))).toEqual([
      "stage",
      "stage/0",
      "stage/1",
    ]);
    expect(
      labels(withBlocks({ nodes: ', "x": { "type": "Conv2d", "kernelSize": 3, "weightsOf": "|" }' })),
    ).toContain("one/conv");
  });

  it("are named within a block relative to it", () => {
    expect(labels(withBlocks({ stage: ', "x": { "type": "Conv2d", "weightsOf": "|" }' }))).toEqual([
      "first/0/conv",
      "first/1/conv",
    ]);
  });

  it("are proposed in a block without instances too", () => {
    const text = `{ "blocks": { "B": { "nodes": {
      "a": { "type": "Linear", "outFeatures": 1 },
      "b": { "type": "Linear", "weightsOf": "|" },
      "c": { "type": "ReLU" }
    } } } }`;
    expect(labels(text)).toEqual(["a"]);
  });
});

describe("policies", () => {
  const nodes = (policy: string, source = "cartpole") => `{ "nodes": {
    "pole": { "type": "Dataset", "source": "${source}", "policy": ${policy} },
    "hidden": { "type": "Linear", "outFeatures": 8 },
    "q": { "type": "Linear", "outFeatures": 2 }
  }, "edges": ["pole.state -> hidden", "hidden -> q"] }`;

  it("are rows of numbers, those with a value for each action first", () => {
    const { proposals } = at(nodes('"|"'));
    expect(proposals.map(({ label, detail }) => [label, detail])).toEqual([
      ["q.output", "2"],
      ["hidden.output", "8"],
    ]);
    expect(line(accepted(nodes("|"), "q.output"))).toContain('"policy": "q.output"| }');
  });

  it("are none of a Dataset that is no environment", () => {
    expect(labels(nodes('"|"', "digits"))).toEqual([]);
  });
});

describe("wires", () => {
  const wire = (written: string, nodes = "") => `{
  "nodes": {
    "digits": { "type": "Dataset", "source": "digits" },
    "flatten": { "type": "Flatten" },
    "logits": { "type": "Linear", "outFeatures": 10 },
    "loss": { "type": "CrossEntropyLoss" }${nodes}
  },
  "edges": ["digits.image -> flatten",\n${written}]
}`;

  it("begin at outputs and lead on to their ends", () => {
    expect(labels(wire('"|"'))).toEqual(["digits.image", "digits.label", "flatten", "logits", "loss"]);
    expect(labels(wire('"digits.|"'))).toEqual(["digits.image", "digits.label"]);
    expect(line(accepted(wire('"|"'), "flatten"))).toBe('"flatten -> |"]');
    expect(line(accepted(wire('"fla|"'), "flatten"))).toBe('"flatten -> |"]');
    expect(line(accepted(wire("|"), "flatten"))).toBe('"flatten -> |"]');
    expect(line(accepted(wire('"fl|at -> logits"'), "flatten"))).toBe('"flatten| -> logits"]');
    expect(at(wire('"|"')).proposals.every(({ continues }) => continues)).toBe(true);
  });

  it("end at inputs, those without a wire first, but not where they begin", () => {
    expect(labels(wire('"flatten -> |"'))).toEqual(["logits", "loss.input", "loss.target"]);
    expect(labels(wire('"logits -> |"'))).toEqual(["loss.input", "loss.target", "flatten"]);
    expect(labels(wire('"logits -> loss.|"'))).toEqual(["loss.input", "loss.target"]);
    expect(line(accepted(wire('"flatten -> |"'), "logits"))).toBe('"flatten -> logits|"]');
    expect(line(accepted(wire('"logits -> loss.in|put"'), "loss.target"))).toBe('"logits -> loss.target|"]');
    expect(line(accepted(wire('"logits->l|"'), "loss.input"))).toBe('"logits->loss.input|"]');
  });

  it("have nothing within the arrow or after an end", () => {
    for (const written of ['"flatten -|> logits"', '"flatten |-> logits"', '"flatten -> logits |"'])
      expect(labels(wire(written))).toEqual([]);
  });

  it("say the shape at each end", () => {
    const { proposals } = at(wire('"|"'));
    expect(proposals.find(({ label }) => label === "flatten")?.detail).toBe("Flatten · 784");
  });

  it("lead to the ports of instances and, in a block, to its own", () => {
    expect(labels(withBlocks({ wire: ', "|"' }))).toEqual(["input", "mask", "conv"]);
    expect(labels(withBlocks({ wire: ', "mask -> |"' }))).toEqual(["conv", "output"]);
    const outside = withBlocks({}).replace('"one -> stage"', '"one -> |"');
    expect(labels(outside)).toEqual(["stage"]);
    expect(labels(outside.replace("one -> |", "images -> |"))).toEqual(["stage", "one.mask", "one"]);
    expect(labels(outside.replace("one -> |", "images -> one.|"))).toEqual(["one.mask", "one.input"]);
  });
});

describe("objectives", () => {
  const document = (training: string) => `{
  "netloom": 1,
  "nodes": {
    "noise": { "type": "Input", "shape": [4] },
    "frozen": { "type": "Linear", "outFeatures": 4, "frozen": true },
    "generator": { "type": "Linear", "outFeatures": 2 },
    "judge": { "type": "Linear", "outFeatures": 1 },
    "ones": { "type": "Constant", "value": 1 },
    "fool": { "type": "BCEWithLogitsLoss" },
    "aside": { "type": "Linear", "outFeatures": 1 },
    "other": { "type": "MSELoss" }
  },
  "edges": ["noise -> frozen", "frozen -> generator", "generator -> judge", "judge -> fool.input", "ones -> fool.target",
    "noise -> aside", "aside -> other.input", "ones -> other.target"],
  "training": {\n${training}\n}
}`;
  const objective = (written: string) => document(`"objectives": { "g": { ${written} } }`);

  it("minimise losses that they do not name yet", () => {
    expect(labels(objective('"losses": ["|"]'))).toEqual(["fool", "other"]);
    expect(labels(objective('"losses": ["fool", |]'))).toEqual(["other"]);
    expect(labels(objective('"losses": ["fool", "|"]'))).toEqual(["other"]);
    expect(labels(objective('"losses": ["|fool"]'))).toEqual(["fool", "other"]);
    expect(line(accepted(objective('"losses": [|]'), "fool"))).toContain('"losses": ["fool"|]');
  });

  it("update what has weights that can be trained and that their losses depend on", () => {
    expect(labels(objective('"losses": ["fool"], "updates": ["|"]'))).toEqual(["generator", "judge"]);
    expect(labels(objective('"losses": ["fool"], "updates": ["judge", "|"]'))).toEqual(["generator"]);
    expect(labels(objective('"updates": ["|"]'))).toEqual(["generator", "judge", "aside"]);
  });

  it("weigh their own losses", () => {
    expect(labels(objective('"losses": ["fool", "other"], "weights": { "|" }'))).toEqual(["fool", "other"]);
    expect(labels(objective('"losses": ["fool", "other"], "weights": { "fool": 1, | }'))).toEqual(["other"]);
    expect(line(accepted(objective('"losses": ["fool"], "weights": { "|" }'), "fool"))).toContain(
      '"weights": { "fool": «1» }',
    );
  });

  it("update instances and what is in them", () => {
    const text = withBlocks({
      nodes: ', "loss": { "type": "MSELoss" }, "y": { "type": "Input", "shape": [8, 4, 4] }',
      rest: ', "training": { "objectives": { "a": { "updates": ["|"] } } }',
    });
    const { proposals } = at(text);
    expect(proposals.slice(0, 6).map(({ label, detail }) => [label, detail])).toEqual([
      ["stage", "Stage"],
      ["stage/0", "Stage"],
      ["stage/0/first", "Residual"],
      ["stage/0/first/0", "Residual"],
      ["stage/0/first/0/conv", "Conv2d"],
      ["stage/0/first/1", "Residual"],
    ]);
  });

  it("have figures of their own to watch, beside those that every document may have", () => {
    expect(labels(document('"objectives": { "g": { "losses": ["fool"] } }, "watch": "|"'))).toEqual([
      "validation.g/loss",
      "g/loss",
    ]);
    expect(labels(document('"watch": "|"'))).toEqual([]);
  });
});

describe("texts", () => {
  it("may be anything: nothing is proposed, and nothing thrown", () => {
    for (const text of [
      "|",
      "{|",
      '{ "nodes": |',
      '{ "nodes": { | } }',
      '["|"]',
      "/* | */",
      '"|"',
      "\uFEFF{ | }",
    ])
      expect(labels(text)).toEqual([]);
    const deep = `{ "edges": ["|"], "nodes": ${"[".repeat(100_000)}`;
    expect(labels(deep)).toEqual([]);
    const long = `{ "edges": ["|"] }${" ".repeat(documentLimits.characters)}`;
    expect(labels(long)).toEqual([]);
  });

  it("have proposals around the cursor on its line, wherever it is and wherever the text ends", () => {
    const whole = withBlocks({
      nodes: ', "x": { "type": "Residual", "weightsOf": "one" }, "loss": { "type": "MSELoss" }',
      rest: ', "training": { "objectives": { "a": { "losses": ["loss"], "weights": { "loss": 2 } } } }',
    });
    let found = 0;
    for (let cursor = 0; cursor <= whole.length; cursor++)
      for (const text of [whole, whole.slice(0, cursor)])
        for (const { range, filter } of complete(text, cursor)) {
          const end = range.offset + range.length;
          expect(range.offset).toBeLessThanOrEqual(cursor);
          expect(end).toBeGreaterThanOrEqual(cursor);
          expect(text.slice(range.offset, end)).not.toMatch(/[\r\n]/);
          expect(filter).not.toBe("");
          found++;
        }
    expect(found).toBeGreaterThan(1000);
  });

  it("are read as far as they go", () => {
    const text = withBlocks({ nodes: ', "x": { "type": "Residual", "|' });
    expect(labels(text)).toContain("channels");
    expect(labels(text.slice(0, text.indexOf("|") + 1))).toContain("channels");
  });
});
