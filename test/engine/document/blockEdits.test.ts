import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import { editGraph } from "../../../engine/document/editGraph";
import { edited, graphOf } from "../graph/documents";
import { meaning } from "./meaning";

const model = `{
  "netloom": 1,
  "blocks": {
    "Unit": {
      "parameters": { "width": 8, "idle": 1 },
      "inputs": ["input", "side"],
      "outputs": ["output", "extra"],
      "nodes": {
        "fc":  { "type": "Linear", "outFeatures": "$width * 2" },
        "add": { "type": "Add" }
      },
      "edges": ["input -> fc", "fc -> add", "side -> add", "add -> output", "fc -> extra"]
    },
    "Twice": {
      "parameters": { "wide": 4 },
      "inputs": ["input"], "outputs": ["output"],
      "nodes": { "unit": { "type": "Unit", "width": "$wide", "idle": 3 } },
      "edges": ["input -> unit", "input -> unit.side", "unit -> output"]
    }
  },
  "nodes": {
    "x": { "type": "Input", "shape": [8] },
    "a": { "type": "Unit", "width": 4 },
    "b": { "type": "Twice" },
    "c": { "type": "Linear", "outFeatures": 8, "weightsOf": "b/unit/fc" }
  },
  "edges": ["x -> a", "x -> a.side", "a.extra -> b", "a -> c"]
}
`;

/** The lines that an edit removes and adds. */
function diff(edit: GraphEdit): string[] {
  const next = edited(model, edit);
  expect(meaning(editGraph(graphOf(model), edit))).toEqual(meaning(graphOf(next)));
  const [before, after] = [model, next].map((text) => text.split("\n"));
  return [
    ...before!.filter((line) => !after!.includes(line)).map((line) => `-${line.trim()}`),
    ...after!.filter((line) => !before!.includes(line)).map((line) => `+${line.trim()}`),
  ];
}

describe("edits of blocks", () => {
  it("rename a block with the types of its instances, and touch nothing else", () => {
    expect(diff({ kind: "renameBlock", block: "Unit", to: "Cell" })).toEqual([
      '-"Unit": {',
      '-"nodes": { "unit": { "type": "Unit", "width": "$wide", "idle": 3 } },',
      '-"a": { "type": "Unit", "width": 4 },',
      '+"Cell": {',
      '+"nodes": { "unit": { "type": "Cell", "width": "$wide", "idle": 3 } },',
      '+"a": { "type": "Cell", "width": 4 },',
    ]);
  });

  it("rename ports with the wires inside and at all instances, and remove those of missing ports", () => {
    expect(
      diff({ kind: "setPorts", block: "Unit", inputs: ["left", { name: "side", optional: true }] }),
    ).toEqual([
      '-"inputs": ["input", "side"],',
      '-"edges": ["input -> fc", "fc -> add", "side -> add", "add -> output", "fc -> extra"]',
      '+"inputs": ["left", { "name": "side", "optional": true }],',
      '+"edges": ["left -> fc", "fc -> add", "side -> add", "add -> output", "fc -> extra"]',
    ]);
    expect(diff({ kind: "setPorts", block: "Unit", inputs: ["side", "input"], outputs: ["output"] })).toEqual(
      [
        '-"inputs": ["input", "side"],',
        '-"outputs": ["output", "extra"],',
        '-"edges": ["input -> fc", "fc -> add", "side -> add", "add -> output", "fc -> extra"]',
        '-"edges": ["input -> unit", "input -> unit.side", "unit -> output"]',
        '-"edges": ["x -> a", "x -> a.side", "a.extra -> b", "a -> c"]',
        '+"inputs": ["side", "input"],',
        '+"outputs": ["output"],',
        '+"edges": ["input -> fc", "fc -> add", "side -> add", "add -> output"]',
        '+"edges": ["input -> unit.input", "input -> unit.side", "unit -> output"]',
        '+"edges": ["x -> a.input", "x -> a.side", "a -> c"]',
      ],
    );
  });

  it("rename a parameter in the expressions inside and at all instances", () => {
    expect(diff({ kind: "renameParameter", block: "Unit", name: "width", to: "size" })).toEqual([
      '-"parameters": { "width": 8, "idle": 1 },',
      '-"fc":  { "type": "Linear", "outFeatures": "$width * 2" },',
      '-"nodes": { "unit": { "type": "Unit", "width": "$wide", "idle": 3 } },',
      '-"a": { "type": "Unit", "width": 4 },',
      '+"parameters": { "size": 8, "idle": 1 },',
      '+"fc":  { "type": "Linear", "outFeatures": "$size * 2" },',
      '+"nodes": { "unit": { "type": "Unit", "size": "$wide", "idle": 3 } },',
      '+"a": { "type": "Unit", "size": 4 },',
    ]);
  });

  it("set, add and remove parameters, at the instances too", () => {
    expect(diff({ kind: "setParameter", block: "Unit", name: "width", value: 16 })).toEqual([
      '-"parameters": { "width": 8, "idle": 1 },',
      '+"parameters": { "width": 16, "idle": 1 },',
    ]);
    expect(diff({ kind: "setParameter", block: "Unit", name: "idle" })).toEqual([
      '-"parameters": { "width": 8, "idle": 1 },',
      '-"nodes": { "unit": { "type": "Unit", "width": "$wide", "idle": 3 } },',
      '+"parameters": { "width": 8 },',
      '+"nodes": { "unit": { "type": "Unit", "width": "$wide" } },',
    ]);
    expect(diff({ kind: "promote", block: "Unit", node: "fc", param: "bias", name: "hasBias" })).toEqual([
      '-"parameters": { "width": 8, "idle": 1 },',
      '-"fc":  { "type": "Linear", "outFeatures": "$width * 2" },',
      '+"parameters": { "width": 8, "idle": 1, "hasBias": true },',
      '+"fc":  { "type": "Linear", "outFeatures": "$width * 2", "bias": "$hasBias" },',
    ]);
  });

  it("unwrap inside a block with expressions of its own parameters, and let paths follow", () => {
    expect(diff({ kind: "unwrap", node: "unit", block: "Twice" })).toEqual([
      '-"nodes": { "unit": { "type": "Unit", "width": "$wide", "idle": 3 } },',
      '-"edges": ["input -> unit", "input -> unit.side", "unit -> output"]',
      '-"c": { "type": "Linear", "outFeatures": 8, "weightsOf": "b/unit/fc" }',
      '+"nodes": { "unit_fc": { "type": "Linear", "outFeatures": "($wide) * 2" }, "unit_add": { "type": "Add" } },',
      '+"edges": ["unit_add -> output", "input -> unit_fc", "unit_fc -> unit_add", "input -> unit_add"]',
      '+"c": { "type": "Linear", "outFeatures": 8, "weightsOf": "b/unit_fc" }',
    ]);
  });

  it("add a block together with its first instance", () => {
    const blocks = { Fresh: { inputs: ["input"], outputs: ["output"], edges: ["input -> output"] } };
    expect(diff({ kind: "add", nodes: [{ id: "f", type: "Fresh", params: { repeat: 2 } }], blocks })).toEqual(
      [
        '-"c": { "type": "Linear", "outFeatures": 8, "weightsOf": "b/unit/fc" }',
        '+"Fresh": {',
        '+"inputs": ["input"],',
        '+"outputs": ["output"],',
        '+"edges": [',
        '+"input -> output"',
        "+]",
        '+"c": { "type": "Linear", "outFeatures": 8, "weightsOf": "b/unit/fc" },',
        '+"f": { "type": "Fresh", "repeat": 2 }',
      ],
    );
  });

  it("wrap nodes into a block as a person would write it", () => {
    expect(edited(model, { kind: "wrap", nodes: ["a", "b"], name: "Made", id: "made" }))
      .toContain(`"unit -> output"]
    },
    "Made": {
      "inputs": ["input"],
      "outputs": ["output"],
      "nodes": {
        "a": { "type": "Unit", "width": 4 },
        "b": { "type": "Twice" }
      },
      "edges": [
        "input -> a",
        "input -> a.side",
        "a.extra -> b",
        "a -> output"
      ]
    }
  },
  "nodes": {
    "x": { "type": "Input", "shape": [8] },
    "made": { "type": "Made" },
    "c": { "type": "Linear", "outFeatures": 8, "weightsOf": "made/b/unit/fc" }
  },
  "edges": ["x -> made", "made -> c"]
}`);
  });

  it("wrap nodes that are not connected yet, with ports for what they need and give", () => {
    const text = JSON.stringify({
      netloom: 1,
      nodes: {
        fc: { type: "Linear", outFeatures: 8 },
        loss: { type: "MSELoss" },
        act: { type: "ReLU" },
        other: { type: "Tanh" },
      },
      edges: ["fc -> act", "act -> loss.input"],
    });
    const blockOf = (nodes: readonly string[]) => {
      const made = edited(text, { kind: "wrap", nodes, name: "Made", id: "made" });
      return (JSON.parse(made) as { blocks: { Made: object } }).blocks.Made;
    };
    expect(blockOf(["fc", "act"])).toMatchObject({ inputs: ["input"], outputs: ["output"] });
    expect(blockOf(["act", "loss"])).toMatchObject({
      inputs: ["input", "target"],
      outputs: ["output"],
      edges: ["target -> loss.target", "input -> act", "act -> loss.input", "loss -> output"],
    });
    expect(blockOf(["act", "other"])).toMatchObject({
      inputs: ["input", "input2"],
      outputs: ["output"],
      edges: ["input2 -> other", "input -> act", "act -> output"],
    });
  });

  it("let an objective that updates an instance update what it reaches of the nodes inside", () => {
    const training = { objectives: { main: { losses: ["c"], updates: ["a", "b/unit", "c"] } } };
    const text = model.replace(/\n}\n$/, `,\n"training": ${JSON.stringify(training)} }`);
    const updatesAfter = (edit: GraphEdit) => {
      const next = edited(text, edit);
      expect(meaning(editGraph(graphOf(text), edit))).toEqual(meaning(graphOf(next)));
      return graphOf(next).training.objectives.map(({ updates }) => updates);
    };
    // An Add has no weights.
    expect(updatesAfter({ kind: "unwrap", node: "a" })).toEqual([["a_fc", "b/unit", "c"]]);
    expect(updatesAfter({ kind: "unwrap", node: "unit", block: "Twice" })).toEqual([["a", "b/unit_fc", "c"]]);
  });

  it("let objectives follow the nodes that they name", () => {
    const training = { objectives: { main: { losses: ["a"], updates: ["a", "b"], weights: { a: 2 } } } };
    const text = JSON.stringify({ ...(JSON.parse(model) as object), training });
    const of = (next: string) => (JSON.parse(next) as { training: unknown }).training;
    const made = edited(text, { kind: "wrap", nodes: ["a"], name: "Made", id: "made" });
    expect(of(made)).toEqual({
      objectives: { main: { losses: ["made/a"], updates: ["made/a", "b"], weights: { "made/a": 2 } } },
    });
    expect(of(edited(text, { kind: "unwrap", node: "a" }))).toEqual({
      objectives: {
        main: { losses: ["a_fc", "a_add"], updates: ["a_fc", "a_add", "b"], weights: { a_fc: 2, a_add: 2 } },
      },
    });
  });

  it("let the policy of an environment follow the output that it names", () => {
    const playing = JSON.stringify({
      blocks: {
        Values: {
          inputs: ["state"],
          outputs: ["rows", "values"],
          nodes: { fc: { type: "Linear", outFeatures: 4 }, out: { type: "Linear", outFeatures: 2 } },
          edges: ["state -> fc", "fc -> out", "fc -> rows", "out -> values"],
        },
      },
      nodes: {
        pole: { type: "Dataset", source: "cartpole", policy: "q.values" },
        q: { type: "Values" },
        other: { type: "Linear", outFeatures: 2 },
      },
      edges: ["pole.state -> q", "pole.state -> other"],
    });
    const policyAfter = (...edits: GraphEdit[]) => {
      const next = edits.reduce((text, edit) => edited(text, edit), playing);
      return (JSON.parse(next) as { nodes: { pole: { policy: string } } }).nodes.pole.policy;
    };
    const made: GraphEdit = { kind: "wrap", nodes: ["q"], name: "Made", id: "made" };
    expect(policyAfter(made)).toBe("made/q.values");
    expect(policyAfter(made, { kind: "unwrap", node: "made" })).toBe("made_q.values");
    expect(policyAfter({ kind: "unwrap", node: "q" })).toBe("q_out");
    expect(policyAfter(made, { kind: "unwrap", node: "q", block: "Made" })).toBe("made/q_out");
    const renamed: GraphEdit = { kind: "setPorts", block: "Values", outputs: ["rows", "worths"] };
    expect(policyAfter(renamed)).toBe("q.worths");
    expect(policyAfter(made, renamed)).toBe("made/q.worths");
    expect(policyAfter({ kind: "wrap", nodes: ["other"], name: "Made", id: "made" })).toBe("q.values");
    const applied = applyEdit(playing, { kind: "wrap", nodes: ["pole", "other"], name: "Made", id: "made" });
    expect("refused" in applied ? applied.refused : "").toContain('"pole" plays as "q" says');
  });

  it.each<[string, GraphEdit]>([
    ["already exists", { kind: "renameBlock", block: "Unit", to: "Twice" }],
    ["name of a layer", { kind: "renameBlock", block: "Unit", to: "Linear" }],
    ["There is no block", { kind: "renameBlock", block: "None", to: "Other" }],
    ['"a" is an instance', { kind: "removeBlock", block: "Unit" }],
    ['"fc" uses the parameter "width"', { kind: "setParameter", block: "Unit", name: "width" }],
    ["already has", { kind: "renameParameter", block: "Unit", name: "width", to: "idle" }],
    ["has no parameter", { kind: "renameParameter", block: "Unit", name: "wide", to: "size" }],
    ["has a meaning of its own", { kind: "setParameter", block: "Unit", name: "repeat", value: 1 }],
    ["is computed from", { kind: "promote", block: "Unit", node: "fc", param: "outFeatures", name: "n" }],
    ["already has a parameter", { kind: "promote", block: "Unit", node: "fc", param: "bias", name: "width" }],
    ["already the name", { kind: "setPorts", block: "Unit", inputs: ["fc", "side"] }],
    ["neither an instance", { kind: "unwrap", node: "c" }],
    ['uses the weights of "b/unit/fc"', { kind: "wrap", nodes: ["c"], name: "Made", id: "made" }],
    ["already exists", { kind: "wrap", nodes: ["a"], name: "Made", id: "b" }],
    ["would contain itself", { kind: "add", nodes: [{ id: "t", type: "Twice" }], block: "Unit" }],
  ])("are refused with a reason: %s", (reason, edit) => {
    const applied = applyEdit(model, edit);
    expect("refused" in applied ? applied.refused : "").toContain(reason);
    if (edit.kind !== "add") expect(editGraph(graphOf(model), edit)).toBeUndefined();
  });
});
