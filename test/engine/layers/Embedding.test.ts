import { describe, expect, it } from "vitest";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/document/parse";
import { layerAlone, problemsOf, runLayer } from "./runLayer";

const words = { shape: [3], dtype: "int32" } as const;
const table = { weight: [1, 2, 3, 4, 5, 6] };

describe("Embedding", () => {
  it("gives NaN for numbers beyond its table", async () => {
    const layer = { type: "Embedding", numEmbeddings: 3, embeddingDim: 2 };
    const { outputs } = await runLayer(layer, { input: words }, { input: [2, 3, -1] }, { weights: table });
    expect(outputs.output).toEqual([5, 6, NaN, NaN, NaN, NaN]);
  });

  it("starts with the row of padding at 0, and no other", () => {
    for (const [paddingIdx, row] of [
      [1, 1],
      [-1, 3],
    ] as const) {
      const layer = { type: "Embedding", numEmbeddings: 4, embeddingDim: 5, paddingIdx };
      const weight = initialWeights(layerAlone(layer, { input: words }), 1)["layer.weight"]!;
      for (const other of [0, 1, 2, 3]) {
        const isZero = weight.slice(other * 5, other * 5 + 5).every((value) => value === 0);
        expect(isZero).toBe(other === row);
      }
    }
  });

  it.each([
    [{ numEmbeddings: 3, paddingIdx: 3 }, words, "class-out-of-range", "row 3"],
    [{ numEmbeddings: 3, paddingIdx: -4 }, words, "class-out-of-range", "row -4"],
    [{ numEmbeddings: 3 }, [3], "dtype-mismatch", ""],
  ] as const)("refuses %o of %o", (params, input, code, message) => {
    const problems = problemsOf({ type: "Embedding", embeddingDim: 2, ...params }, { input });
    expect(problems).toMatchObject([{ code }]);
    expect(problems[0]?.message).toContain(message);
  });

  it("needs a row for every class that it is given", () => {
    const document = {
      netloom: 1,
      nodes: {
        digits: { type: "Dataset", source: "digits" },
        table: { type: "Embedding", numEmbeddings: 9, embeddingDim: 2 },
      },
      edges: ["digits.label -> table"],
    };
    const { problems } = infer(parse(JSON.stringify(document)).graph!);
    expect(problems).toMatchObject([{ code: "class-out-of-range", param: "numEmbeddings" }]);
    expect(problems[0]?.message).toContain("set numEmbeddings to 10");
  });
});
