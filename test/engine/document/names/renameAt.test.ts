import { describe, expect, it } from "vitest";
import { renamableAt, renameAt } from "../../../../engine/document/names/renameAt";
import { applyTextEdits } from "../../../../engine/document/textEdits";

const text = `{
  "netloom": 1,
  "blocks": {
    "Residual": {
      "parameters": { "channels": null, "stride": 1 },
      "inputs": ["input", { "name": "mask", "optional": true }],
      "outputs": ["output"],
      "nodes": {
        "conv": { "type": "Conv2d", "outChannels": "2 * $channels", "kernelSize": 3, "stride": "$stride" },
        "scale": { "type": "Multiply" }
      },
      "edges": ["input -> conv", "conv -> scale", "mask -> scale", "scale -> output"],
      "layout": { "conv": [0, 0] }
    }
  },
  "nodes": {
    "x": { "type": "Input", "shape": [3, 8, 8] },
    "stage": { "type": "Residual", "channels": 4, "repeat": 2 },
    "other": { "type": "Residual", "channels": 4, "weightsOf": "stage/0" },
    "conv": { "type": "Conv2d", "outChannels": 8, "kernelSize": 3, "follows": { "node": "stage/1/conv", "every": 5 } },
    "loss": { "type": "MSELoss" }
  },
  "edges": ["x -> stage.mask", "stage.output -> other", "other -> loss.input"],
  "training": {
    "watch": "validation.main/loss",
    "objectives": { "main": { "losses": ["loss"], "updates": ["stage/0/conv"], "weights": { "loss": 2 } } }
  },
  "layout": { "stage": [0, 0], "loss": [100, 0] }
}
`;

/** The offset of a mark `|` that is put into a part of the text. */
function mark(part: string): number {
  const at = text.indexOf(part.replace("|", ""));
  expect(at, part).toBeGreaterThan(0);
  return at + part.indexOf("|");
}

/** The words that differ after a renaming, by line: `old → new`. */
function renamed(part: string, to: string): string[] {
  const result = renameAt(text, mark(part), to);
  if (!result || "refused" in result) throw new Error(result?.refused ?? "nothing to rename");
  const after = applyTextEdits(text, result.edits).split("\n");
  return text
    .split("\n")
    .flatMap((line, index) => (line === after[index] ? [] : [after[index]?.trim() ?? ""]));
}

describe("a name in the text", () => {
  const stage = [
    '"section": { "type": "Residual", "channels": 4, "repeat": 2 },',
    '"other": { "type": "Residual", "channels": 4, "weightsOf": "section/0" },',
    '"conv": { "type": "Conv2d", "outChannels": 8, "kernelSize": 3, "follows": { "node": "section/1/conv", "every": 5 } },',
    '"edges": ["x -> section.mask", "section.output -> other", "other -> loss.input"],',
    '"objectives": { "main": { "losses": ["loss"], "updates": ["section/0/conv"], "weights": { "loss": 2 } } }',
    '"layout": { "section": [0, 0], "loss": [100, 0] }',
  ];
  it.each([
    ["where it is given", '"st|age": {'],
    ["at the end of a wire", "x -> sta|ge.mask"],
    ["in weightsOf", '"weightsOf": "st|age/0"'],
    ["in a path of follows", '"node": "sta|ge/1/conv"'],
    ["in a path of updates", '"updates": ["sta|ge/0/conv"]'],
    ["in the layout", '"layout": { "sta|ge"'],
  ])("of a node is changed everywhere, from %s", (_, part) => {
    expect(renamed(part, "section")).toEqual(stage);
  });

  it("of a node in a block is changed in the block and in the paths that lead into it, and of none other", () => {
    const expected = [
      '"filter": { "type": "Conv2d", "outChannels": "2 * $channels", "kernelSize": 3, "stride": "$stride" },',
      '"edges": ["input -> filter", "filter -> scale", "mask -> scale", "scale -> output"],',
      '"layout": { "filter": [0, 0] }',
      '"conv": { "type": "Conv2d", "outChannels": 8, "kernelSize": 3, "follows": { "node": "stage/1/filter", "every": 5 } },',
      '"objectives": { "main": { "losses": ["loss"], "updates": ["stage/0/filter"], "weights": { "loss": 2 } } }',
    ];
    expect(renamed("stage/1/co|nv", "filter")).toEqual(expected);
    expect(renamed("con|v -> scale", "filter")).toEqual(expected);
  });

  it("of a loss is changed in losses and weights", () => {
    const [, , objectives] = renamed('"weights": { "lo|ss"', "error");
    expect(objectives).toContain(
      '"losses": ["error"], "updates": ["stage/0/conv"], "weights": { "error": 2 }',
    );
  });

  it("of a block is changed with the types of its instances", () => {
    const expected = [
      '"Unit": {',
      '"stage": { "type": "Unit", "channels": 4, "repeat": 2 },',
      '"other": { "type": "Unit", "channels": 4, "weightsOf": "stage/0" },',
    ];
    expect(renamed('"Resi|dual": {', "Unit")).toEqual(expected);
    expect(renamed('"type": "Resi|dual"', "Unit")).toEqual(expected);
  });

  it("of a block's parameter is changed in its expressions and at its instances", () => {
    const expected = [
      '"parameters": { "width": null, "stride": 1 },',
      '"conv": { "type": "Conv2d", "outChannels": "2 * $width", "kernelSize": 3, "stride": "$stride" },',
      '"stage": { "type": "Residual", "width": 4, "repeat": 2 },',
      '"other": { "type": "Residual", "width": 4, "weightsOf": "stage/0" },',
    ];
    expect(renamed('"parameters": { "chan|nels"', "width")).toEqual(expected);
    expect(renamed("2 * $chan|nels", "width")).toEqual(expected);
    expect(renamed('"Residual", "chan|nels": 4, "repeat"', "width")).toEqual(expected);
  });

  it("of a block's port is changed in its wires and at its instances", () => {
    const expected = [
      '"inputs": ["input", { "name": "gate", "optional": true }],',
      '"edges": ["input -> conv", "conv -> scale", "gate -> scale", "scale -> output"],',
      '"edges": ["x -> stage.gate", "stage.output -> other", "other -> loss.input"],',
    ];
    expect(renamed('"name": "ma|sk"', "gate")).toEqual(expected);
    expect(renamed("x -> stage.ma|sk", "gate")).toEqual(expected);
    expect(renamed("ma|sk -> scale", "gate")).toEqual(expected);
  });

  it("of an objective is changed in what is watched", () => {
    const expected = [
      '"watch": "validation.first/loss",',
      '"objectives": { "first": { "losses": ["loss"], "updates": ["stage/0/conv"], "weights": { "loss": 2 } } }',
    ];
    expect(renamed('"ma|in": {', "first")).toEqual(expected);
    expect(renamed("validation.ma|in/loss", "first")).toEqual(expected);
  });

  it.each([
    ["stage/1/co|nv", "conv"],
    ["2 * $chan|nels", "channels"],
    ["x -> stage.ma|sk", "mask"],
    ["x -> sta|ge.mask", "stage"],
    ["validation.ma|in/loss", "main"],
  ])("is the name alone: %s", (part, name) => {
    const range = renamableAt(text, mark(part));
    expect(range && text.slice(range.offset, range.offset + range.length)).toBe(name);
  });

  it.each([
    ["a layer", '"type": "Conv|2d"'],
    ["a word of the format", '"ed|ges": ["x'],
    ["a layer's parameter", '"outCha|nnels": 8'],
    ["a number", '"channels": |4'],
  ])("is not that of %s", (_, part) => {
    expect(renamableAt(text, mark(part))).toBeUndefined();
    expect(renameAt(text, mark(part), "fresh")).toBeUndefined();
  });

  it.each([
    ["already exists", '"st|age": {', "other"],
    ["cannot name a node", '"st|age": {', "1st"],
    ["is reserved", '"st|age": {', "constructor"],
    ["already exists", '"ma|in": {', "main2"],
    ["name of a layer", '"Resi|dual": {', "Linear"],
    ["already has a parameter", "2 * $chan|nels", "stride"],
    ["has a meaning of its own", "2 * $chan|nels", "repeat"],
    ["already the name", "x -> stage.ma|sk", "conv"],
    ["cannot name a node", "x -> stage.ma|sk", "a b"],
  ])("is kept with the reason that it %s", (reason, part, to) => {
    const twice = text.replace('"objectives": {', '"objectives": { "main2": { "losses": ["loss"] },');
    const result = renameAt(twice, twice.indexOf(part.replace("|", "")) + part.indexOf("|"), to);
    expect(result).toEqual({ refused: expect.stringContaining(reason) as string });
  });

  it("is kept while the text is not valid", () => {
    const broken = text.replace('"every": 5', '"every": ');
    const result = renameAt(broken, broken.indexOf('"stage"') + 2, "section");
    expect(result).toEqual({ refused: expect.stringContaining("not valid") as string });
  });
});
