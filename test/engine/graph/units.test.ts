import { expect, it } from "vitest";
import { layers } from "../../../engine/layers";
import { documentOf, typedOf } from "./documents";

/** Which axis has the units of the last node, behind an input of a shape and layers one after the other. */
function unitsOf(
  shape: readonly number[],
  nodes: readonly object[],
): { axis: number | undefined; size: unknown } {
  const ids = nodes.map((_, i) => `n${String(i)}`);
  const typed = typedOf(
    documentOf(
      [
        `"x": { "type": "Input", "shape": ${JSON.stringify(shape)} }`,
        ...nodes.map((node, i) => `"n${String(i)}": ${JSON.stringify(node)}`),
      ].join(", "),
      ids.map((id, i) => `${ids[i - 1] ?? "x"} -> ${id}`),
    ),
  );
  expect(typed.problems).toEqual([]);
  const type = Object.values(typed.nodes.get(ids.at(-1)!)!.outputs)[0]!;
  return { axis: type.units, size: type.units === undefined ? undefined : type.shape[type.units] };
}

const linear = (outFeatures: number) => ({ type: "Linear", outFeatures });
const conv = { type: "Conv2d", outChannels: 6, kernelSize: 3 };
const relu = { type: "ReLU" };

it.each<readonly [string, readonly number[], readonly object[], number, number]>([
  ["features", [5], [linear(48), relu], 1, 48],
  [
    "features that become channels",
    [5],
    [linear(48), { type: "Unflatten", dim: 1, unflattenedSize: [3, 4, 4] }, relu],
    1,
    3,
  ],
  ["channels", [3, 8, 8], [conv, { type: "MaxPool2d", kernelSize: 2 }, relu], 1, 6],
  ["channels behind a normalisation", [3, 8, 8], [conv, { type: "BatchNorm2d" }, relu], 1, 6],
  ["channels that become features", [3, 8, 8], [conv, { type: "Flatten" }, relu], 1, 216],
  ["features of a sequence", [7, 4], [{ type: "GRU", hiddenSize: 5 }, { type: "Tanh" }], 2, 5],
  [
    "features of a sequence that come first",
    [7, 4],
    [linear(5), { type: "Transpose", dim0: 1, dim1: 2 }, relu],
    1,
    5,
  ],
  ["channels that come last", [3, 8, 8], [conv, { type: "Permute", dims: [0, 2, 3, 1] }, relu], 3, 6],
  ["features with an axis before them", [5], [linear(4), { type: "Unsqueeze", dim: 1 }, relu], 2, 4],
  ["features with an axis behind them", [5], [linear(4), { type: "Unsqueeze", dim: 2 }, relu], 1, 4],
  ["features after an axis was dropped", [1, 5], [linear(4), { type: "Squeeze", dim: [1] }, relu], 1, 4],
  [
    "features of a sequence that a convolution made",
    [4, 9],
    [{ type: "Conv1d", outChannels: 2, kernelSize: 3 }, relu],
    1,
    2,
  ],
])("%s are units", (_, shape, nodes, axis, size) => {
  expect(unitsOf(shape, nodes)).toEqual({ axis, size });
});

it("does not know the units of data, nor of what was laid out anew", () => {
  expect(unitsOf([3, 8, 8], [relu]).axis).toBeUndefined();
  expect(unitsOf([5], [linear(12), { type: "Reshape", shape: [2, 6] }]).axis).toBeUndefined();
});

it("layers say what they give as the palette groups them", () => {
  const groups = {
    activation: "activation",
    recurrent: "states",
    normalisation: "normalised",
    loss: "loss",
  } as const;
  for (const { type, category, gives } of layers.values())
    expect(gives, type).toBe(groups[category as keyof typeof groups]);
});
