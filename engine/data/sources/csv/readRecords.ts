import { Readable, pipeline } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { t } from "@vscode/l10n";
import type { CsvParams } from "../../catalog/csv";
import { DataError } from "../../dataError";
import type { DataFile } from "../../dataPath";
import { maximumLine, readText } from "../../text/readText";
import { findDialect, type Dialect } from "./dialect";

/** A record of a table: usually one line, but quoted fields may span several. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** The line on which it ends, from 1. */
  readonly line: number;
}

/** A table that is being read. Its records can be iterated once. */
export interface OpenTable {
  readonly dialect: Dialect;
  readonly records: AsyncIterable<CsvRecord>;
}

/** Opens a table and detects its dialect. Throws a DataError. */
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
    // Lines with only delimiters, which spreadsheets leave behind.
    skip_records_with_empty_values: true,
    // The reader reports ragged lines for the table as a whole.
    relax_column_count: true,
    info: true,
    max_record_size: maximumLine,
  });
  const source = Readable.from(pieces);
  // An error in the source reaches the loop through the parser.
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
      hint: t("Every quote must be closed; a quote inside a quoted field must be doubled."),
    });
  } finally {
    source.destroy();
  }
}
