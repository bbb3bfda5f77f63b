import { createHash } from "node:crypto";
import { t } from "@vscode/l10n";
import type { DataFingerprint } from "../runFolder/dataFingerprint";
import { sizeOf } from "../tensor/tensor";
import type { DataColumn, Dataset } from "./dataset";

/**
 * The fingerprint of a loaded Dataset, in one pass over its values (about 0.5 GB a second).
 *
 * @param ports The ports that count, `["image", "label"]`: those that a wire leaves from. All where not given.
 */
export function fingerprint(
  dataset: Dataset,
  ports: readonly string[] = dataset.columns.map(({ name }) => name),
): DataFingerprint {
  const { samples: rows, train, validation, files = [] } = dataset;
  const used = dataset.columns.filter(({ name }) => ports.includes(name));
  const columns = used.flatMap((column) => columnHashes(column, rows));
  const split = sha256().update(bytesOf(train)).update("|").update(bytesOf(validation)).digest("hex");
  const hash = sha256()
    .update(JSON.stringify([rows, split, columns]))
    .digest("hex");
  return {
    hash,
    rows,
    train: train.length,
    validation: validation.length,
    split,
    rowSet: rowSet(used, rows),
    columns,
    files: files.map(({ name, bytes }) => ({ name, bytes })),
  };
}

/**
 * What differs between the data of a run and the data now, in translated sentences without a full stop, the most telling
 * first; empty where nothing does that training could notice.
 */
export function dataDifferences(before: DataFingerprint, now: DataFingerprint): string[] {
  if (before.hash === now.hash) return [];
  const found: string[] = [];
  if (before.rows !== now.rows) found.push(t("rows: {0} → {1}", before.rows, now.rows));
  const [old, fresh] = [byName(before), byName(now)];
  const gone = [...old.keys()].filter((name) => !fresh.has(name));
  const added = [...fresh.keys()].filter((name) => !old.has(name));
  if (gone.length > 0) found.push(t("columns that are gone: {0}", list(gone)));
  if (added.length > 0) found.push(t("columns that are new: {0}", list(added)));
  const changed = [...fresh].filter(([name, column]) => {
    const earlier = old.get(name);
    return earlier && JSON.stringify(earlier) !== JSON.stringify(column);
  });
  if (changed.length > 0 && before.rows === now.rows) {
    const reshaped = changed.filter(([name, { shape, dtype }]) => {
      const earlier = old.get(name);
      return earlier?.dtype !== dtype || JSON.stringify(earlier.shape) !== JSON.stringify(shape);
    });
    if (reshaped.length > 0) found.push(t("other shapes: {0}", list(reshaped.map(([name]) => name))));
    else if (before.rowSet === now.rowSet) found.push(t("the same rows in another order"));
    else found.push(t("other values: {0}", list(changed.map(([name]) => name))));
  }
  if (before.rows === now.rows && before.split !== now.split)
    found.push(
      before.validation === now.validation
        ? t("other rows are held out for validation")
        : t("rows held out for validation: {0} → {1}", before.validation, now.validation),
    );
  if (found.length === 0) found.push(t("the order of the columns"));
  for (const { name, bytes } of now.files) {
    const earlier = before.files.find((file) => file.name === name);
    if (earlier && earlier.bytes !== bytes) found.push(t("{0}: {1} → {2} bytes", name, earlier.bytes, bytes));
  }
  return found;
}

type ColumnHash = DataFingerprint["columns"][number];

/** One hash for each named number of a sample, else one for the whole port. */
function columnHashes(column: DataColumn, rows: number): ColumnHash[] {
  const { name, dtype, data, features, classNames } = column;
  const shape = [...column.shape];
  const width = sizeOf(shape);
  if (features?.length !== width) {
    const hash = sha256().update(bytesOf(data));
    if (classNames) hash.update(JSON.stringify(classNames));
    return [{ name, dtype, shape, hash: hash.digest("hex") }];
  }
  return features.map((feature, index) => {
    const hash = sha256();
    const block = data.slice(0, Math.min(rows, 8192));
    for (let first = 0; first < rows; first += block.length) {
      const count = Math.min(block.length, rows - first);
      for (let row = 0; row < count; row++) block[row] = data[(first + row) * width + index] ?? 0;
      hash.update(bytesOf(block.subarray(0, count)));
    }
    if (classNames) hash.update(JSON.stringify(classNames));
    return { name: `${name}.${feature}`, dtype, shape: [], hash: hash.digest("hex") };
  });
}

/** The sum of two 32-bit hashes of each row (FNV-1a and a multiplicative one), which no order changes. */
function rowSet(columns: readonly DataColumn[], rows: number): string {
  const ports = columns.map(({ data, shape }) => ({
    bits: new Int32Array(data.buffer, data.byteOffset, data.length),
    width: sizeOf(shape),
  }));
  let [first, second] = [0, 0];
  for (let row = 0; row < rows; row++) {
    let [a, b] = [0x811c9dc5 | 0, 0x9e3779b9 | 0];
    for (const { bits, width } of ports)
      for (let index = row * width; index < (row + 1) * width; index++) {
        const word = bits[index] ?? 0;
        a = Math.imul(a ^ word, 0x01000193);
        a ^= a >>> 15;
        b = Math.imul((b ^ word) + 0x7f4a7c15, 0x85ebca6b);
        b ^= b >>> 13;
      }
    first = (first + a) | 0;
    second = (second + b) | 0;
  }
  // The same numbers of classes of other names are other rows.
  const names = JSON.stringify(columns.map(({ classNames }) => classNames ?? null));
  return sha256().update(`${first} ${second} ${names}`).digest("hex");
}

function byName({ columns }: DataFingerprint): ReadonlyMap<string, ColumnHash> {
  return new Map(columns.map((column) => [column.name, column]));
}

/** At most ten of the names. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(", ");
  return names.length > 10 ? t("{0} and {1} more", shown, names.length - 10) : shown;
}

function sha256() {
  return createHash("sha256");
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
