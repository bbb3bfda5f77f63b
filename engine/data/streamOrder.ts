/**
 * The samples cut into `rows` streams of equal length, in the order in which batches of that size take them: row r of
 * batch b continues row r of batch b − 1. What is left after the streams is left out. PyTorch's `batchify`:
 * https://github.com/pytorch/examples/blob/main/word_language_model/main.py
 */
export function streamOrder(samples: Int32Array, rows: number): Int32Array {
  const length = Math.floor(samples.length / rows);
  return Int32Array.from(
    { length: rows * length },
    (_, place) => samples[(place % rows) * length + Math.floor(place / rows)] ?? 0,
  );
}
