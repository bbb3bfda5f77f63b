import { parse } from "csv-parse/sync";
import { at } from "../../../tensor/tensor";
import type { CsvParams } from "../../catalog/csv";

/** The dialect of a CSV file. */
export interface Dialect {
  readonly delimiter: string;
  readonly decimal: "point" | "comma";
  /** Lines before the header: 1 if Excel's `sep=` line is there. */
  readonly skipped: number;
}

const delimiters = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" } as const;
/** How many records are examined. */
const examined = 100;

/** `1,5` `-0,25e3` */
const withComma = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;
const withPoint = /^[+-]?\d*\.\d+(e[+-]?\d+)?$/i;
/** In `1,234`, the comma may separate decimals or thousands; in `0,234` and `1234,567`, it separates decimals. */
const ambiguous = /^[+-]?[1-9]\d{0,2},\d{3}$/;

/**
 * Detects the dialect of a table from its first lines: the delimiter with which the wanted columns exist and most lines
 * have as many fields as the header, and a decimal comma only if numbers have an unambiguous one.
 */
export function findDialect(
  sample: string,
  { delimiter: wanted, decimal, inputs, target, classes }: CsvParams,
): Dialect {
  const [first = ""] = /^[^\r\n]*(\r\n|\n|\r|$)/.exec(sample) ?? [];
  const named = /^"?sep=([^"\r\n])"?[\r\n]*$/i.exec(first)?.[1];
  const text = named === undefined ? sample : sample.slice(first.length);
  const delimiter =
    wanted === "auto" ? (named ?? findDelimiter(text, [...inputs, target])) : delimiters[wanted];
  const numbers = classes ? inputs : [...inputs, target];
  return {
    delimiter,
    decimal: decimal === "auto" ? findDecimal(tableOf(text, delimiter), numbers) : decimal,
    skipped: named === undefined ? 0 : 1,
  };
}

function findDelimiter(text: string, wanted: readonly string[]): string {
  const scores = Object.values(delimiters).map((delimiter) => {
    const [header = [], ...rows] = tableOf(text, delimiter);
    const found = wanted.filter((name) => header.includes(name)).length;
    const regular = rows.filter(({ length }) => length === header.length).length;
    return { delimiter, found, regular: header.length > 1 ? regular : 0, fields: header.length };
  });
  scores.sort((a, b) => b.found - a.found || b.regular - a.regular || b.fields - a.fields);
  return at(scores, 0).delimiter;
}

function findDecimal(
  [header = [], ...rows]: readonly (readonly string[])[],
  wanted: readonly string[],
): "point" | "comma" {
  const values = rows.flatMap((row) => wanted.map((name) => row[header.indexOf(name)] ?? ""));
  if (values.some((value) => withPoint.test(value))) return "point";
  return values.some((value) => withComma.test(value) && !ambiguous.test(value)) ? "comma" : "point";
}

/** The first records, as far as the text can be parsed with this delimiter. */
function tableOf(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  try {
    parse(text, {
      delimiter,
      to: examined + 1,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      on_record: (record: string[]) => void rows.push(record),
    });
  } catch {
    // Errors are reported when the whole table is read.
  }
  return rows;
}
