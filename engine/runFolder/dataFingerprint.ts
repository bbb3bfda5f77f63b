import { count, fields, list, oneOf, text } from "./shape";

const name = text(10_000);
const hash = text(200);
/** Limits on a Dataset's columns, a column's dimensions and the source files. */
const columns = 1_000_000;
const dimensions = 64;
const files = 10_000_000;

/** Reads a fingerprint in `run.json`. Throws `malformed` for anything else. */
export const dataFingerprint = fields({
  /** Equal for datasets that train the same: with the same columns, values, row order and split. */
  hash,
  rows: count,
  train: count,
  validation: count,
  /** Hash of the indices of the training and validation rows. */
  split: hash,
  /** Hash of the rows in any order. */
  rowSet: hash,
  columns: list(
    fields({
      /** `input.width` if the data name a sample's columns, otherwise the port: `image`. */
      name,
      dtype: oneOf("float32", "int32"),
      /** The shape of one sample. */
      shape: list(count, dimensions),
      /** Hash of the values in row order, and of the class names. */
      hash,
    }),
    columns,
  ),
  /** The source files, for display; not part of `hash`. Empty for a generator. */
  files: list(fields({ name, bytes: count }), files),
});

/** A Dataset's content when a run trained on it: enough to detect later whether it has changed, and how. */
export type DataFingerprint = ReturnType<typeof dataFingerprint>;
