import { at } from "../../engine/tensor/tensor";
import { newBatch } from "./exampleData";
import type { Figure } from "./figure";
import { valueAt } from "./train";

const sequences = 500;

/**
 * The fraction of new sequences that a decoder writes without a mistake if it reads, instead of the right tokens, those
 * that it has written: the most likely one at each position.
 *
 * @param scores The port with a score for each token, [N, length, tokens]; the source has ports `input` and `target`.
 */
export function exactSequences(scores: string, atLeast: number): Figure {
  return {
    title: `${String(atLeast)} of the sequences without a mistake`,
    of: async (trained) => {
      const batch = await newBatch(trained, sequences);
      const { shape, data: right } = batch.get("input")!;
      const target = batch.get("target")!.data;
      const length = at(shape, 1);
      // The start token at the first position, and what has been written so far at those after it.
      const read = Int32Array.from(right, (token, i) => (i % length === 0 ? token : 0));
      const written = new Int32Array(target.length);
      for (let position = 0; position < length; position++) {
        const values = await valueAt(trained, scores, new Map(batch).set("input", { shape, data: read }));
        const tokens = values.length / target.length;
        for (let i = position; i < target.length; i += length) {
          const row = values.slice(i * tokens, (i + 1) * tokens);
          written[i] = row.indexOf(Math.max(...row));
          if (position + 1 < length) read[i + 1] = written[i]!;
        }
      }
      let exact = 0;
      for (let row = 0; row < sequences; row++)
        if (
          written
            .subarray(row * length, (row + 1) * length)
            .every((token, i) => token === target[row * length + i])
        )
          exact++;
      return exact / sequences;
    },
    atLeast,
  };
}
