import { describe, expect, it } from "vitest";
import { layers } from "../../../engine/layers";
import { problemsOf, runLayer, type Arriving } from "./runLayer";

const whole = (...shape: number[]) => ({ shape, dtype: "int32" as const });

describe("inputs that would only broadcast", () => {
  const compared = [...layers.values()].filter(
    ({ category, inputs }) => category === "loss" && inputs.every(({ dtype }) => dtype === undefined),
  );

  it.each(compared.map(({ type, inputs }) => [type, inputs.map(({ name }) => name)] as const))(
    "are refused by %s",
    (type, ports) => {
      for (const odd of ports) {
        const shapes = Object.fromEntries(ports.map((port) => [port, port === odd ? [3, 3] : [3]]));
        expect(problemsOf({ type }, shapes), odd).toMatchObject([{ code: "shape-mismatch" }]);
      }
    },
  );

  it("are all that were written down", () => {
    expect(compared.length).toBeGreaterThan(15);
  });
});

describe("shapes and parameters that do not fit", () => {
  const refused: [object, Record<string, Arriving>, string, RegExp][] = [
    [{ type: "BCEWithLogitsLoss", posWeight: [1, 2] }, { input: [3], target: [3] }, "weight-count", /2 .* 3/],
    [{ type: "BCEWithLogitsLoss", weight: [1, 2] }, { input: [], target: [] }, "weight-count", /size 1/],
    [
      { type: "GaussianNLLLoss" },
      { input: [3], target: [3], var: [2] },
      "shape-mismatch",
      /a variance for each number \(3\)/,
    ],
    [{ type: "DiceLoss", perChannel: true }, { input: [3], target: [3] }, "axis-out-of-range", /channels/],
    [{ type: "InfoNCELoss" }, { query: [2, 3], key: [2, 3] }, "shape-mismatch", /Flatten can make one/],
    [
      { type: "TripletMarginLoss" },
      { anchor: [], positive: [], negative: [] },
      "shape-mismatch",
      /single number/,
    ],
    [
      { type: "CosineEmbeddingLoss" },
      { input1: [3], input2: [3], target: [1] },
      "shape-mismatch",
      /target needs one number for each sample/,
    ],
    [{ type: "CTCLoss" }, { input: [4], target: whole(2) }, "shape-mismatch", /time×features/],
    [{ type: "CTCLoss" }, { input: [5, 4], target: whole() }, "shape-mismatch", /row of symbols/],
    [{ type: "CTCLoss", blank: 4 }, { input: [5, 4], target: whole(2) }, "class-out-of-range", /blank 4/],
    [
      { type: "CTCLoss" },
      { input: [5, 4], target: whole(2), targetLengths: whole(1) },
      "shape-mismatch",
      /targetLengths/,
    ],
  ];
  it.each(refused)("are refused: %o, %o", (layer, ports, code, words) => {
    expect(problemsOf(layer, ports)).toMatchObject([{ code, message: expect.stringMatching(words) }]);
  });
});

describe("CTCLoss", () => {
  const ports = { input: [2, 3], target: whole(2) };
  const half = Math.log(0.5);
  const input = [half, half, -Infinity, half, half, -Infinity];

  it("is infinite where the target does not fit, as PyTorch", async () => {
    const { outputs } = await runLayer({ type: "CTCLoss" }, ports, { input, target: [1, 1] });
    expect(outputs.output).toEqual([Infinity]);
  });

  it("is infinite where a symbol cannot be, and takes logarithms of 0", async () => {
    const impossible = await runLayer({ type: "CTCLoss" }, ports, { input, target: [1, 2] });
    expect(impossible.outputs.output).toEqual([Infinity]);
    const one = await runLayer(
      { type: "CTCLoss" },
      { input: [2, 3], target: whole(1) },
      { input, target: [1] },
    );
    // Blank and 1, 1 and blank, or 1 twice, of four.
    expect(one.outputs.output![0]).toBeCloseTo(-Math.log(0.75), 12);
  });
});

describe("InfoNCELoss", () => {
  it("takes a vector of zeros", async () => {
    const { outputs } = await runLayer(
      { type: "InfoNCELoss" },
      { query: [2], key: [2] },
      { query: [0, 0, 1, 0], key: [0, 1, 1, 0] },
      { batchSize: 2 },
    );
    expect(outputs.output![0]).toBeGreaterThan(0);
    expect(outputs.output![0]).toBeLessThan(1);
  });
});
