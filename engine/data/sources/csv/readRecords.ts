import { Readable, pipeline } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { t } from "@vscode/l10n";
import type { CsvParams } from "../../catalog/csv";
import { DataError } from "../../dataError";
import type { DataFile } from "../../dataPath";
import { maximumLine, readText } from "../../text/readText";
import { findDialect, type Dialect } from "./dialect";

/** One line of a table, usually; quoted fields may hold several. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** On which it ends, from 1. */
  readonly line: number;
}

/** A table that is being read. Its records can be gone through once. */
export interface OpenTable {
  readonly dialect: Dialect;
  readonly records: AsyncIterable<CsvRecord>;
}

/** Opens a table and finds out how it is written. Throws a DataError. */
export async function openTable(file: DataFile, params: CsvParams): Promise<OpenTable> {
  const { file: written, encoding } = params;
  const pieces = readText({ path: file.path, written, param: "file", encoding });
  const first = await pieces.next();
  const start = first.done ? "" : first.value.toString();
  const dialect = findDialect(start, params);
  const text = dialect.skipped > 0 ? start.replace(/^[^\r\n]*(\r\n|\n|\r|$)/, "") : start;
  return { dialect, records: records(joined(text, pieces), written, dialect) };
}

async function* joined(
  first: string,
  rest: AsyncGenerator<string | Buffer>,
): AsyncGenerator<string | Buffer> {
  if (first !== "") yield first;
  yield* rest;
}

async function* records(
  pieces: AsyncGenerator<string | Buffer>,
  written: string,
  { delimiter, skipped }: Dialect,
): AsyncGenerator<CsvRecord> {
  const parser = parse({
    delimiter,
    trim: true,
    skip_empty_lines: true,
    // Lines of nothing but delimiters, as spreadsheets leave them.
    skip_records_with_empty_values: true,
    // The table is judged as a whole by who reads it.
    relax_column_count: true,
    info: true,
    max_record_size: maximumLine,
  });
  const source = Readable.from(pieces);
  // What fails in the source reaches the parser, and from there the loop.
  pipeline(source, parser, () => undefined);
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>)
      yield { fields: record, line: info.lines + skipped };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DataError("data-file-wrong-type", t("{0} is not a CSV file: {1}", written, error.message), {
      param: "file",
      hint: t("Every quote needs its end; a quote inside a quoted field is written twice."),
    });
  } finally {
    source.destroy();
  }
}
