import { t } from "@vscode/l10n";
import type { DatasetFacts, PortFacts } from "../catalog/facts";
import { at } from "../../tensor/tensor";
import type { CsvParams } from "../catalog/csv";
import { ClassRows } from "../ClassRows";
import { DataError } from "../dataError";
import type { DataFile } from "../dataPath";
import { resolveDataFile } from "../dataPath";
import { inspected } from "../inspected";
import { checkDatasetMemory } from "../datasetMemory";
import { memorySamples } from "../memorySamples";
import type { Split } from "../split";
import { ValueBounds } from "../ValueBounds";
import { openTable, type CsvRecord } from "./csv/readRecords";
import { readNumber, type NotNumber } from "./csv/readNumber";
import { findColumns, type Header } from "./csv/findColumns";
import { RaggedLines } from "./csv/RaggedLines";
import { UnusableValues } from "./csv/UnusableValues";
import { fileLoader } from "./loader";

/** A column with more distinct values is assumed to contain numbers or free text, not classes. */
const maximumClasses = 10_000;

/**
 * Text files with a header line. A table is read twice: once to check it as a whole, then into arrays of the right
 * size. The result of the check is cached, so that training a document that was already checked reads the table only
 * once more.
 */
export const csv = fileLoader<CsvParams>({
  inspect: async (params, place, split) =>
    (await inspectTable(params, await fileOf(params, place), split)).facts,
  load: async (params, place, split) => {
    const file = await fileOf(params, place);
    const { facts, classes } = await inspectTable(params, file, split);
    const { samples } = facts;
    const [input, target] = [at(Object.values(facts.ports), 0), at(Object.values(facts.ports), 1)];
    const inputs = new Float32Array(samples * params.inputs.length);
    const targets = params.classes ? new Int32Array(samples) : new Float32Array(samples);
    const lines = new Int32Array(samples);
    let row = 0;
    for await (const { header, fields, line, comma } of rows(file, params)) {
      if (row === samples) throw changed(params);
      lines[row] = line;
      const { inputs: columns } = header;
      for (let column = 0; column < columns.length; column++) {
        const value = readNumber(fields[at(columns, column).index] ?? "", comma);
        if (typeof value !== "number") throw changed(params);
        inputs[row * columns.length + column] = value;
      }
      const written = fields[header.target.index] ?? "";
      const value = classes ? classes.get(written) : readNumber(written, comma);
      if (typeof value !== "number") throw changed(params);
      targets[row++] = value;
    }
    if (row < samples) throw changed(params);
    return memorySamples({
      count: samples,
      columns: [
        { ...input, name: "input", features: params.inputs, data: inputs },
        { ...target, name: "target", features: [params.target], data: targets },
      ],
      files: [{ name: params.file, bytes: file.bytes }],
      lines,
    });
  },
});

function fileOf({ file }: CsvParams, place: Parameters<typeof resolveDataFile>[1]): Promise<DataFile> {
  return resolveDataFile(file, place, "file");
}

/** A table without errors. */
interface Table {
  readonly facts: DatasetFacts;
  /** The index of each class. */
  readonly classes: ReadonlyMap<string, number> | undefined;
}

function inspectTable(params: CsvParams, file: DataFile, split: (rows: number) => Split): Promise<Table> {
  return inspected([file], params, () => readTable(params, file, split));
}

/** Reads the whole table without storing it. Throws a single DataError for all unusable values. */
async function readTable(params: CsvParams, file: DataFile, split: (rows: number) => Split): Promise<Table> {
  const [inputs, targets] = [new ValueBounds(params.inputs.length), new ValueBounds()];
  const [unusable, ragged] = [new UnusableValues(), new RaggedLines()];
  const classes = new Map(params.classNames.map((name, index) => [name, index]));
  const classRows = new ClassRows();
  let samples = 0;
  let decimal: "point" | "comma" = "point";
  const number = (param: string, bounds: ValueBounds, name: string, written: string, line: number) => {
    const value = readNumber(written, decimal === "comma");
    if (typeof value === "number") bounds.add(value, line);
    else unusable.add(param, name, value, written, line);
  };
  for await (const { header, fields, line, comma } of rows(file, params, ragged)) {
    decimal = comma ? "comma" : "point";
    samples++;
    for (const { name, index } of header.inputs) number("inputs", inputs, name, fields[index] ?? "", line);
    const { name, index } = header.target;
    const written = fields[index] ?? "";
    if (!params.classes) number("target", targets, name, written, line);
    else {
      const label = classOf(written, params, classes);
      if (typeof label === "number") classRows.add(label);
      else unusable.add("target", name, label, written, line);
    }
  }
  const error = ragged.error(params) ?? unusable.error(params, decimal);
  if (error) throw error;
  if (samples === 0)
    throw new DataError("data-empty", t("{0} has no data lines.", params.file), {
      param: "file",
      hint: t("The first line names the columns; each further line is a sample."),
    });
  // The inputs, the target and the line number.
  checkDatasetMemory(samples, params.inputs.length + 2, "file");
  const input: PortFacts = { shape: [params.inputs.length], dtype: "float32", ...inputs.facts };
  if (!params.classes) {
    const target: PortFacts = { shape: [1], dtype: "float32", ...targets.facts };
    return { facts: { samples, ports: { input, target } }, classes: undefined };
  }
  const classNames = params.classNames.length > 0 ? params.classNames : sortNames([...classes.keys()]);
  const added = classNames.map((name) => classes.get(name) ?? 0);
  const untrained = classRows.untrained(classNames.length, split, added);
  const target: PortFacts = {
    shape: [],
    dtype: "int32",
    classes: classNames.length,
    classNames,
    ...classRows.facts(classNames.length, added),
    ...(untrained.length > 0 && { untrained }),
  };
  return {
    facts: { samples, ports: { input, target } },
    classes: new Map(classNames.map((name, index) => [name, index])),
  };
}

interface Row extends CsvRecord {
  readonly header: Header;
  /** Whether numbers have a decimal comma. */
  readonly comma: boolean;
}

/** The lines below the header that have the same number of fields; the others are added to `ragged`. */
async function* rows(file: DataFile, params: CsvParams, ragged = new RaggedLines()): AsyncGenerator<Row> {
  const { dialect, records } = await openTable(file, params);
  const comma = dialect.decimal === "comma";
  let header: Header | undefined;
  for await (const { fields, line } of records) {
    if (!header) header = findColumns(fields, dialect, params);
    else if (fields.length !== header.fields)
      ragged.add({ line, fields: fields.length }, header.fields, dialect.delimiter);
    else yield { header, fields, line, comma };
  }
}

/** The index of a class: its position in `classNames` or, if these are not given, among the names seen so far. */
function classOf(
  name: string,
  { file, target, classNames }: CsvParams,
  classes: Map<string, number>,
): number | "unknown-class" | NotNumber {
  if (name === "") return "missing";
  const known = classes.get(name);
  if (known !== undefined) return known;
  if (classNames.length > 0) return "unknown-class";
  if (classes.size >= maximumClasses) {
    throw new DataError(
      "data-too-large",
      t("{0}: the column “{1}” has more than {2} classes.", file, target, maximumClasses),
      { param: "target", hint: t("Set “classes” to false for a numeric target.") },
    );
  }
  classes.set(name, classes.size);
  return classes.size - 1;
}

/** Sorts numbers by value and names by code units, so that the order does not depend on the locale. */
function sortNames(names: string[]): string[] {
  return names.every((name) => Number.isFinite(Number(name)))
    ? names.sort((a, b) => Number(a) - Number(b))
    : names.sort();
}

function changed({ file }: CsvParams): DataError {
  return new DataError("data-file-changed", t("{0} changed while it was being read.", file), {
    param: "file",
    hint: t("Try again."),
  });
}
