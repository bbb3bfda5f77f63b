import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FuzzTarget } from "../FuzzTarget";
import { hostileValue, mutateBytes } from "../mutate";
import { tryModel } from "../tryModel";

const words = ["a", "the ", "\n", "\r\n", "가나 ", "🙂", "\0", "\uFEFF", "x".repeat(50)];

/** Character models on texts of few or many characters, in several encodings, sometimes damaged. */
export const text: FuzzTarget = {
  name: "text",
  attempt: async (random, folder) => {
    const odd = (value: unknown) => (random.chance(0.05) ? hostileValue(random) : value);
    const written = Array.from({ length: random.one([0, 1, 5, 60]) }, () => random.one(words)).join("");
    const encoded = Buffer.from(written, random.one(["utf8", "utf8", "utf16le", "latin1"]));
    const bytes = random.chance(0.3) ? mutateBytes(encoded, random) : encoded;
    writeFileSync(join(folder, "data.txt"), bytes);
    const document = {
      netloom: 1,
      nodes: {
        data: {
          type: "Dataset",
          source: "text",
          file: "data.txt",
          window: odd(random.one([1, 3, 8])),
          order: odd(random.one(["shuffled", "sequential", "sequential"])),
          encoding: odd(random.one(["utf-8", "utf-8", "utf-16le", "cp949"])),
          validation: odd(random.one([0, 0.2, 0.5])),
        },
        embedding: { type: "Embedding", numEmbeddings: 300, embeddingDim: 2 },
        recurrent: {
          type: random.one(["RNN", "LSTM", "GRU"]),
          hiddenSize: 3,
          carry: odd(random.chance(0.7)),
          bidirectional: random.chance(0.1),
        },
        scores: { type: "Linear", outFeatures: 300 },
        loss: { type: "CrossEntropyLoss", dim: -1 },
      },
      edges: [
        "data.input -> embedding",
        "embedding -> recurrent",
        "recurrent -> scores",
        "scores -> loss.input",
        "data.target -> loss.target",
      ],
      training: {
        batchSize: odd(random.one([1, 2, 16, "all"])),
        watch: odd(random.one(["loss", "validation.loss"])),
        patience: odd(1),
      },
    };
    await tryModel(JSON.stringify(document), folder, bytes.toString("latin1"));
  },
};
