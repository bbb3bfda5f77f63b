import { expect, it } from "vitest";
import { model } from "../training/models";
import { useFolder } from "../training/training";
import { bytes, contentOf, example, panelsOfRun } from "./panelsOfRun";

useFolder();

/** Letters that attend to each other, in some heads. */
const attending = (type: string, params: object, length = 6) =>
  model({
    nodes: {
      data: { type: "Dataset", source: "reverse", samples: 40, length },
      embed: { type: "Embedding", numEmbeddings: 27, embeddingDim: 8 },
      attend: { type, ...params },
      logits: { type: "Linear", outFeatures: 26 },
      loss: { type: "CrossEntropyLoss", dim: -1 },
    },
    edges: [
      "data.input -> embed",
      "embed -> attend.query",
      "embed -> attend.key",
      "embed -> attend.value",
      "attend.output -> logits",
      "logits -> loss.input",
      "data.target -> loss.target",
    ],
    training: { epochs: 1, batchSize: 8, optimizer: { type: "Adam", learningRate: 0.01 } },
  });

it("shows how much each position attends to each other in each head, under the names of what is there", async () => {
  const panels = await panelsOfRun(attending("MultiheadAttention", { numHeads: 2, causal: true }), 3);
  const { heads, queries, keys } = contentOf(panels, "attention", "attention");
  expect(heads.map(({ width, height, channels }) => [width, height, channels])).toEqual([
    [6, 6, 1],
    [6, 6, 1],
  ]);
  const maps = heads.map((head) => [...bytes(head)]);
  expect(maps[0]).not.toEqual(maps[1]);
  for (const map of maps)
    for (let row = 0; row < 6; row++) {
      const shares = map.slice(6 * row, 6 * row + 6);
      // Each is rounded.
      expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 255)).toBeLessThanOrEqual(3);
      expect(shares.slice(row + 1)).toEqual(Array(5 - row).fill(0));
    }
  expect(queries).toHaveLength(6);
  expect(keys).toEqual(queries);
  expect(queries!.slice(1).join("")).toMatch(/^[a-z]{5}$/);
});

it("tells what queries and keys are made of apart", async () => {
  const panels = await panelsOfRun(await example("reverse-seq2seq", 200));
  const { heads, queries, keys } = contentOf(panels, "attention", "attention");
  expect(heads).toHaveLength(1);
  // The decoder reads what it has written, from the start token on: the source from its end.
  expect(queries!.slice(1).join("")).toBe([...keys!].reverse().slice(0, 9).join(""));
});

it("shows attention without heads, and the first positions of long sequences", async () => {
  const text = attending("ScaledDotProductAttention", {}, 60);
  const { heads } = contentOf(await panelsOfRun(text), "attention", "attention");
  expect(heads.map(({ width, height }) => [width, height])).toEqual([[48, 48]]);
});
