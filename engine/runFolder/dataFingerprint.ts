import { count, fields, list, oneOf, text } from "./shape";

const name = text(10_000);
const hash = text(200);
/** Columns of a Dataset, dimensions of a column, files behind it. */
const columns = 1_000_000;
const dimensions = 64;
const files = 10_000_000;

/** How a fingerprint stands in `run.json`. Throws where that is not what a value says. */
export const dataFingerprint = fields({
  /** Two datasets with the same hash train the same: same columns, values, order of rows and split. */
  hash,
  rows: count,
  train: count,
  validation: count,
  /** Of the row numbers that train and that validate. */
  split: hash,
  /** Of the rows as a set: the same in any order. */
  rowSet: hash,
  columns: list(
    fields({
      /** `input.width` where the data name the numbers of a sample, else the port: `image`. */
      name,
      dtype: oneOf("float32", "int32"),
      /** Of one sample. */
      shape: list(count, dimensions),
      /** Of the values in the rows' order, with the classes' names. */
      hash,
    }),
    columns,
  ),
  /** Where the values came from, for people: not part of `hash`. Empty for a generator. */
  files: list(fields({ name, bytes: count }), files),
});

/** What a Dataset held when it was trained on: enough to say later whether it still does, and what has changed. */
export type DataFingerprint = ReturnType<typeof dataFingerprint>;
