import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import { editGraph } from "../../../engine/document/editGraph";
import type { GraphEdit } from "../../../engine/document/edit";
import { parse } from "../../../engine/document/parse";
import { applyTextEdits } from "../../../engine/document/textEdits";
import { figuresOf } from "../../../engine/graph/figures";
import { infer } from "../../../engine/graph/infer";
import { uncoveredEpoch } from "../../../engine/graph/objectives";
import { trainable } from "../../../engine/graph/trainable";

/** Two heads on one body, and a node beside them. */
function text(objectives: unknown, training: object = {}, nodes: object = {}): string {
  return JSON.stringify({
    netloom: 1,
    nodes: {
      data: { type: "Dataset", source: "moons" },
      body: { type: "Linear", outFeatures: 4 },
      left: { type: "Linear", outFeatures: 2 },
      right: { type: "Linear", outFeatures: 2 },
      first: { type: "CrossEntropyLoss" },
      second: { type: "CrossEntropyLoss" },
      ...nodes,
    },
    edges: [
      "data.input -> body",
      "body -> left",
      "body -> right",
      "left -> first.input",
      "right -> second.input",
      "data.label -> first.target",
      "data.label -> second.target",
    ],
    training: { epochs: 6, batchSize: 16, ...training, objectives },
  });
}

/** Each problem's code and the text that it is about. */
function problemsOf(document: string): string[] {
  const { graph, problems } = parse(document);
  const typed = infer(graph!);
  return [...problems, ...typed.problems, ...trainable(typed)].map(
    ({ code, range: { offset, length } }) => `${code} ${document.slice(offset, offset + length)}`,
  );
}

const both = { a: { losses: ["first"] }, b: { losses: ["second"] } };

describe("objectives", () => {
  it("have the settings of `training` unless they have their own", () => {
    const { graph } = parse(
      text(
        {
          a: { losses: ["first", "first"], warmup: 0, optimizer: { type: "SGD", learningRate: 1 } },
          b: both.b,
        },
        { optimizer: { type: "Adam", learningRate: 0.5 }, warmup: 3, clipping: { type: "norm", limit: 1 } },
      ),
    );
    const clipping = { type: "norm", limit: 1 };
    expect(graph!.training.objectives).toMatchObject([
      {
        name: "a",
        losses: ["first"],
        steps: 1,
        warmup: 0,
        optimizer: { type: "SGD", learningRate: 1 },
        clipping,
      },
      { name: "b", losses: ["second"], warmup: 3, optimizer: { type: "Adam", learningRate: 0.5 }, clipping },
    ]);
    expect(problemsOf(text(both))).toEqual([]);
    expect(figuresOf(infer(graph!)).map(({ name }) => name)).toEqual(["loss", "a/loss", "b/loss"]);
  });

  it.each<[string, unknown, readonly string[]]>([
    ["no object", [], ["invalid-setting []"]],
    ["no objective", {}, ["invalid-setting {}"]],
    ["an objective that is not an object", { a: 1 }, ["invalid-setting 1"]],
    ["a wrong name", { "a b": both.a }, ['invalid-id "a b"']],
    ["no losses", { a: {}, b: both.b }, ['missing-setting "a"']],
    ["empty losses", { a: { losses: [] }, b: both.b }, ["invalid-setting []"]],
    ["an unknown key", { a: { ...both.a, step: 1 }, b: both.b }, ['unknown-setting "step"']],
    ["no steps", { a: { ...both.a, steps: 0 }, b: both.b }, ["invalid-setting 0"]],
    [
      "a wrong optimizer",
      { a: { ...both.a, optimizer: { type: "Adm" } }, b: both.b },
      ['unknown-optimizer "Adm"'],
    ],
    ["an unknown loss", { a: { losses: ["frst"] }, b: both.b }, ['unknown-node "frst"']],
    ["a node that is no loss", { a: { losses: ["first", "left"] }, b: both.b }, ['not-a-loss "left"']],
    ["a factor of another loss", { a: { ...both.a, weights: { second: 2 } }, b: both.b }, ["not-a-loss 2"]],
    [
      "a factor that is no number",
      { a: { ...both.a, weights: { first: "2" } }, b: both.b },
      ['invalid-setting "2"'],
    ],
    ["an unknown node to update", { a: { ...both.a, updates: ["bdy"] }, b: both.b }, ['unknown-node "bdy"']],
    [
      "a node out of reach",
      { a: { ...both.a, updates: ["left", "right"] }, b: both.b },
      ['updates-not-reached "right"'],
    ],
    ["nothing to train", { a: { ...both.a, updates: ["data"] }, b: both.b }, ['updates-nothing ["data"]']],
    ["a loss in none", { a: both.a }, ['loss-unused "second"']],
    ["a reversed window", { a: { ...both.a, epochs: [4, 2] }, b: both.b }, ["invalid-setting [4,2]"]],
    ["a window of epoch 0", { a: { ...both.a, epochs: [0, 2] }, b: both.b }, ["invalid-setting 0"]],
    [
      "a window that ends too late",
      { a: { ...both.a, epochs: [1, 7] }, b: both.b },
      ["epochs-out-of-range [1,7]"],
    ],
  ])("report %s at its place", (_, objectives, expected) => {
    expect(problemsOf(text(objectives))).toEqual(expected);
  });

  it("suggest the name that was meant", () => {
    const { problems } = infer(parse(text({ a: { losses: ["frst"], updates: ["bdy"] }, b: both.b })).graph!);
    expect(problems.map(({ message }) => message)).toEqual([
      'There is no node "frst". Did you mean "first"?',
      'There is no node "bdy". Did you mean "body"?',
    ]);
  });

  it("report an epoch in which none runs", () => {
    const windows = { a: { ...both.a, epochs: [1, 2] }, b: { ...both.b, epochs: [4, 6] } };
    expect(problemsOf(text(windows))).toEqual([expect.stringMatching(/^epochs-uncovered/)]);
    expect(problemsOf(text({ ...windows, a: { ...both.a, epochs: [1, 3] } }))).toEqual([]);
    const { objectives } = parse(text(windows)).graph!.training;
    expect([2, 3, 9].map((epochs) => uncoveredEpoch(objectives, epochs))).toEqual([undefined, 3, 3]);
  });

  it("update a block and all in it by its name, and weights that another node holds", () => {
    const twin = { right: { type: "Linear", outFeatures: 2, weightsOf: "left" } };
    const shared = { a: both.a, b: { losses: ["second"], updates: ["left"] } };
    expect(problemsOf(text(shared, {}, twin))).toEqual([]);
  });

  it("cannot update a node that follows another", () => {
    const twin = { right: { type: "Linear", outFeatures: 2, follows: { node: "left", every: 5 } } };
    const followers = { a: both.a, b: { losses: ["second"], updates: ["body", "right"] } };
    expect(problemsOf(text(followers, {}, twin))).toEqual(['updates-follower "right"']);
  });

  const edits: readonly GraphEdit[] = [
    { kind: "training", path: ["objectives", "a", "steps"], value: 5 },
    { kind: "training", path: ["objectives", "a", "optimizer", "learningRate"], value: 0.5 },
    { kind: "training", path: ["objectives", "a", "weights", "first"], value: 0.25 },
    { kind: "training", path: ["objectives", "b"], value: undefined },
    { kind: "training", path: ["objectives", "c"], value: { losses: ["second"] } },
    { kind: "training", path: ["objectives"], value: undefined },
    { kind: "training", path: ["accumulate"], value: 2 },
    { kind: "rename", node: "first", to: "one" },
    { kind: "rename", node: "left", to: "one" },
  ];
  it.each(edits)("are changed as text and as a graph alike: $kind $path", (edit) => {
    const written = text({
      a: { losses: ["first"], updates: ["left", "body"], weights: { first: 2 } },
      b: both.b,
    });
    const applied = applyEdit(written, edit);
    if ("refused" in applied) expect.fail(applied.refused);
    const after = parse(applyTextEdits(written, applied.edits)).graph!;
    const { settings, training } = editGraph(parse(written).graph!, edit)!;
    expect({ settings, training }).toEqual({ settings: after.settings, training: after.training });
    expect(after.settings).not.toEqual(parse(written).graph!.settings);
  });

  it("refuse what is not a setting of theirs", () => {
    const refused = (path: string[]) =>
      "refused" in applyEdit(text(both), { kind: "training", path, value: 1 });
    expect(refused(["objectives", "a", "seed"])).toBe(true);
    expect(refused(["objectives", "a", "steps", "x"])).toBe(true);
    expect(refused(["objectives", "a", "weights", "first"])).toBe(false);
  });
});
