import { createReadStream } from "node:fs";
import { CsvError, parse } from "csv-parse";
import { t } from "@vscode/l10n";
import type { DatasetFacts } from "../../graph/typedGraph";
import type { CsvParams } from "../catalog/csv";
import { sizeOf } from "../../ops/tensor";
import { DataError } from "../dataError";
import type { DataFile, DataPlace } from "../dataPath";
import { resolveDataFile, unreadable } from "../dataPath";
import type { Samples } from "../samples";
import { ValueBounds } from "../ValueBounds";
import { GrowingFloats } from "./growingFloats";
import { fileLoader } from "./loader";

/** More names than this are no classes but numbers or free text. */
const maximumClasses = 10_000;
const maximumLine = 1 << 20;
const maximumInspected = 64;
const inspected = new Map<string, DatasetFacts>();

/** Text files with a header line, separated by comma, semicolon, tab or bar; quoted fields and UTF-8. */
export const csv = fileLoader<CsvParams>({
  load: readTable,
  // The number of lines and the classes are known at the end only, so what was found is kept: a document is checked at
  // every keystroke.
  inspect: async (params, place) => {
    const file = await resolveDataFile(params.file, place, "file");
    const key = JSON.stringify([file, params]);
    const known = inspected.get(key);
    if (known) return known;
    const { samples, columns } = await readTable(params, place);
    const facts: DatasetFacts = {
      samples,
      ports: Object.fromEntries(
        columns.map(({ name, data, features: _features, ...port }) => [
          name,
          { ...port, ...new ValueBounds(sizeOf(port.shape)).addAll(data).facts },
        ]),
      ),
    };
    if (inspected.size >= maximumInspected) inspected.clear();
    inspected.set(key, facts);
    return facts;
  },
});

async function readTable(params: CsvParams, place: DataPlace): Promise<Samples> {
  const file = await resolveDataFile(params.file, place, "file");
  const width = params.inputs.length;
  const inputs = new GrowingFloats("inputs");
  const targets = new GrowingFloats("target");
  const classes = new Map(params.classNames.map((name, index) => [name, index]));
  let header: Header | undefined;
  for await (const { record, line } of records(file, params.file)) {
    if (!header) {
      header = findColumns(record, params);
      continue;
    }
    for (const column of header.inputs) inputs.push(readNumber(record, column, line, params.file));
    const { target } = header;
    targets.push(
      params.classes
        ? readClass(record, target, line, params, classes)
        : readNumber(record, target, line, params.file),
    );
  }
  if (targets.length === 0)
    throw new DataError("data-empty", t("{0} has no line of data.", params.file), {
      param: "file",
      hint: t("The first line names the columns; each further line is a sample."),
    });
  const data = inputs.take();
  const files = [{ name: params.file, bytes: file.bytes }];
  const input = { name: "input", shape: [width], dtype: "float32", features: params.inputs, data } as const;
  if (!params.classes) {
    const features = [params.target];
    const target = { name: "target", shape: [1], dtype: "float32", features, data: targets.take() } as const;
    return { samples: target.data.length, columns: [input, target], files };
  }
  const found = targets.take();
  const classNames = params.classNames.length > 0 ? params.classNames : sortNames([...classes.keys()]);
  const numberOf = new Map(classNames.map((name, index) => [name, index]));
  const renumbered = [...classes.keys()].map((name) => numberOf.get(name) ?? 0);
  const label = Int32Array.from(found, (index) => renumbered[index] ?? 0);
  const features = [params.target];
  const target = { name: "target", shape: [], dtype: "int32", features, data: label } as const;
  return {
    samples: label.length,
    columns: [input, { ...target, classes: classNames.length, classNames }],
    files,
  };
}

interface Column {
  readonly name: string;
  readonly index: number;
}
interface Header {
  readonly inputs: readonly Column[];
  readonly target: Column;
}

function findColumns(names: readonly string[], { file, inputs, target }: CsvParams): Header {
  const find = (name: string, param: string): Column => {
    const index = names.indexOf(name);
    if (index < 0)
      throw new DataError("data-column-unknown", t("{0} has no column “{1}”.", file, name), {
        param,
        hint: t("Its columns are: {0}.", names.slice(0, 50).join(", ")),
      });
    return { name, index };
  };
  return { inputs: inputs.map((name) => find(name, "inputs")), target: find(target, "target") };
}

function readNumber(record: readonly string[], { name, index }: Column, line: number, file: string): number {
  const written = record[index] ?? "";
  const value = written === "" ? NaN : Number(written);
  if (Number.isFinite(Math.fround(value))) return value;
  if (written === "" || /^([+-]?(nan|inf(inity)?)|na|null|\?)$/i.test(written) || !Number.isNaN(value)) {
    throw new DataError(
      "data-not-finite",
      t("{0}, line {1}, column “{2}”: “{3}” is not a finite number.", file, line, name, written),
      { param: "file", hint: t("Fill in the value or remove the line.") },
    );
  }
  throw new DataError(
    "data-not-number",
    t("{0}, line {1}, column “{2}”: “{3}” is not a number.", file, line, name, written.slice(0, 100)),
    { param: "file", hint: t("Choose columns of numbers; for a target of names set “classes”.") },
  );
}

/** The number under which the name was first met, or its place in `classNames`. */
function readClass(
  record: readonly string[],
  { name: column, index }: Column,
  line: number,
  { file, classNames }: CsvParams,
  classes: Map<string, number>,
): number {
  const name = record[index] ?? "";
  const known = classes.get(name);
  if (known !== undefined) return known;
  if (classNames.length > 0 || name === "") {
    throw new DataError(
      "data-class-unknown",
      t("{0}, line {1}, column “{2}”: “{3}” is not a class.", file, line, column, name.slice(0, 100)),
      {
        param: "classNames",
        hint:
          name === ""
            ? t("Fill in the value or remove the line.")
            : t("The classes are: {0}.", classNames.join(", ")),
      },
    );
  }
  if (classes.size >= maximumClasses) {
    throw new DataError(
      "data-too-large",
      t("{0}: the column “{1}” has more than {2} classes.", file, column, maximumClasses),
      { param: "target", hint: t("Set “classes” to false for a target that is a number.") },
    );
  }
  classes.set(name, classes.size);
  return classes.size - 1;
}

/** Numbers by value, names by their code units, so that the order is the same everywhere. */
function sortNames(names: string[]): string[] {
  return names.every((name) => Number.isFinite(Number(name)))
    ? names.sort((a, b) => Number(a) - Number(b))
    : names.sort();
}

/** The file's records with the number of the line on which each ends. */
async function* records(
  file: DataFile,
  written: string,
): AsyncGenerator<{ readonly record: readonly string[]; readonly line: number }> {
  const parser = parse({
    bom: true,
    delimiter: await detectDelimiter(file.path, written),
    trim: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: maximumLine,
  });
  const source = createReadStream(file.path);
  source.on("error", (error) => parser.destroy(unreadable(written, error, "file")));
  source.pipe(parser);
  try {
    for await (const entry of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>)
      yield { record: entry.record, line: entry.info.lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DataError("data-file-wrong-type", t("{0} is not a CSV file: {1}", written, error.message), {
      param: "file",
      hint: t("Every line needs as many fields as the first, and every quote its end."),
    });
  } finally {
    source.destroy();
  }
}

/** The separator that the header has most of, outside of quotes. */
async function detectDelimiter(path: string, written: string): Promise<string> {
  let start = "";
  try {
    for await (const chunk of createReadStream(path, { encoding: "utf8", end: maximumLine })) {
      start += String(chunk);
      if (start.includes("\n")) break;
    }
  } catch (error) {
    throw unreadable(written, error, "file");
  }
  if (start.includes("\0"))
    throw new DataError("data-file-wrong-type", t("{0} is not a text file.", written), {
      param: "file",
      hint: t("Choose a CSV file in UTF-8."),
    });
  const header = (start.split(/\r?\n/, 1)[0] ?? "").replace(/"[^"]*"/g, "");
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [",", ";", "\t", "|"].reduce((best, next) => (count(next) > count(best) ? next : best));
}
