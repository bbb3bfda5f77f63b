import { describe, expect, it } from "vitest";
import { definitionAt } from "../../../../engine/document/names/definitionAt";

const text = `{
  "netloom": 1,
  "blocks": {
    "Residual": {
      "parameters": { "channels": null, "stride": 1 },
      "inputs": ["input", { "name": "mask", "optional": true }],
      "outputs": ["output"],
      "nodes": {
        "conv": { "type": "Conv2d", "outChannels": "2 * $channels", "stride": "$stride" },
        "scale": { "type": "Multiply" }
      },
      "edges": ["input -> conv", "conv -> scale", "mask -> scale", "scale -> output"]
    }
  },
  "nodes": {
    "x": { "type": "Input", "shape": [3, 8, 8] },
    "stage": { "type": "Residual", "channels": 4, "repeat": 2 },
    "other": { "type": "Residual", "channels": 4, "weightsOf": "stage/0" },
    "conv": { "type": "Conv2d", "outChannels": 8, "follows": { "node": "stage/1/conv", "every": 5 } },
    "tied": { "type": "Conv2d", "outChannels": 8, "weightsOf": { "weight": "stage/0/conv.weight" } },
    "play": { "type": "Dataset", "source": "cartpole", "policy": "stage/1/conv.output" },
    "loss": { "type": "MSELoss" }
  },
  "edges": ["x -> stage.mask", "stage.output -> other", "other -> loss.input"],
  "training": {
    "watch": "validation.all/loss",
    "objectives": { "all": { "losses": ["loss"], "updates": ["stage/0/conv"], "weights": { "loss": 2 } } }
  },
  "layout": { "loss": [0, 0] }
}
`;

/** The definition of the name at a mark `|` that is put into a part of the text: the names at both ends, and what is shown. */
function found(part: string): readonly [string, string, string] | undefined {
  const at = text.indexOf(part.replace("|", ""));
  expect(at, part).toBeGreaterThan(0);
  const definition = definitionAt(text, at + part.indexOf("|"));
  if (!definition) return undefined;
  const { name, target, whole, shown } = definition;
  const slice = ({ offset, length }: typeof name) => text.slice(offset, offset + length);
  expect(whole.offset).toBeLessThanOrEqual(target.offset);
  expect(whole.offset + whole.length).toBeGreaterThanOrEqual(target.offset + target.length);
  return [slice(name), slice(target), shown];
}

const innerConv = '"conv": { "type": "Conv2d", "outChannels": "2 * $channels", "stride": "$stride" }';
const objective = '"all": { "losses": ["loss"], "updates": ["stage/0/conv"], "weights": { "loss": 2 } }';
const stage = '"stage": { "type": "Residual", "channels": 4, "repeat": 2 }';

describe("the definition of a name", () => {
  it.each([
    [
      "a type that is a block",
      '"stage": { "type": "Resi|dual"',
      ["Residual", '"Residual"', "Residual(channels, stride = 1): input, mask → output"],
    ],
    ["an instance's key", '"Residual", "chan|nels": 4, "repeat"', ["channels", '"channels"', "channels"]],
    ["a parameter in an expression", "* $chan|nels", ["$channels", '"channels"', "channels"]],
    ["a parameter alone", '"$str|ide"', ["$stride", '"stride"', "stride = 1"]],
    ["a node whose weights are used", '"weightsOf": "st|age/0"', ["stage", '"stage"', stage]],
    ["a repetition of it", '"weightsOf": "stage/|0"', ["stage/0", '"stage"', stage]],
    ["a followed node in a block", '"node": "stage/1/co|nv"', ["stage/1/conv", '"conv"', innerConv]],
    ["the node of a tied weight", '"stage/0/con|v.weight"', ["stage/0/conv", '"conv"', innerConv]],
    ["the node of a policy", '"policy": "stage/1/co|nv.output"', ["stage/1/conv", '"conv"', innerConv]],
    ["a node at the beginning of a wire", '"oth|er -> loss.input"', undefined],
    ["a port of an instance", "x -> stage.ma|sk", ["stage.mask", "", '{ "name": "mask", "optional": true }']],
    ["a node at the end of a wire", "x -> sta|ge.mask", ["stage.mask", '"stage"', stage]],
    ["a port of the block around", "mas|k -> scale", ["mask", "", '{ "name": "mask", "optional": true }']],
    ["the other side of that block", "scale -> out|put", ["output", '"output"', '"output"']],
    ["a node of the block around", "con|v -> scale", ["conv", '"conv"', innerConv]],
    ["a loss", '"losses": ["lo|ss"]', ["loss", '"loss"', '"loss": { "type": "MSELoss" }']],
    ["an updated node", '"updates": ["stage/0/|conv"]', ["stage/0/conv", '"conv"', innerConv]],
    ["a node's position", '"layout": { "lo|ss"', ["loss", '"loss"', '"loss": { "type": "MSELoss" }']],
    ["the objective that is watched", "validation.al|l/loss", ["all", '"all"', objective]],
    ["a weighted loss", '"weights": { "lo|ss"', ["loss", '"loss"', '"loss": { "type": "MSELoss" }']],
  ] as const)("is found for %s", (_, part, expected) => {
    const [name, target, shown] = expected ?? [
      "other",
      '"other"',
      '"other": { "type": "Residual", "channels": 4, "weightsOf": "stage/0" }',
    ];
    expect(found(part)).toEqual([name, target === "" ? shown : target, shown]);
  });

  it("is none for layers, words of the format and names of nothing", () => {
    for (const part of [
      '"type": "Con|v2d"',
      '"rep|eat": 2',
      '"ty|pe": "Residual"',
      '"outChannels": "|2 *',
      // Where names are given.
      '"st|age": {',
      '"Resi|dual": {',
      '"net|loom"',
    ])
      expect(found(part)).toBeUndefined();
    const wrong = text.replace("x -> stage.mask", "nobody -> stage.mask");
    expect(definitionAt(wrong, wrong.indexOf("nobody") + 2)).toBeUndefined();
  });

  it("is found while the text is not JSON, and shortened if it is long", () => {
    const broken = text
      .replace('"shape": [3, 8, 8] }', '"shape": [3, 8, ], }')
      .replace('"every": 5', '"every": ');
    expect(definitionAt(broken, broken.indexOf("stage/1/conv") + 9)?.shown).toBe(innerConv);
    const long = text.replace('"stride": "$stride"', `"stride": ${JSON.stringify(Array(500).fill(1))}`);
    expect(definitionAt(long, long.indexOf("conv -> scale"))?.shown).toHaveLength(501);
  });
});
