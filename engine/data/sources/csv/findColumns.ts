import { t } from "@vscode/l10n";
import type { CsvParams } from "../../catalog/csv";
import { DataError } from "../../dataError";
import type { Dialect } from "./dialect";
import { shortList } from "../../../run/shortList";

export interface Column {
  readonly name: string;
  readonly index: number;
}

/** The wanted columns of a table. */
export interface Header {
  readonly inputs: readonly Column[];
  readonly target: Column;
  /** The number of all columns. */
  readonly fields: number;
}

const shown = 50;

/** Finds the wanted columns in the header. Throws a DataError if one is missing or if names occur twice. */
export function findColumns(
  names: readonly string[],
  { delimiter }: Dialect,
  { file, inputs, target }: CsvParams,
): Header {
  const seen = new Map<string, number>();
  const twice = new Set<string>();
  names.forEach((name, index) => {
    if (name !== "" && seen.has(name)) twice.add(name);
    seen.set(name, index);
  });
  if (twice.size > 0)
    throw new DataError(
      "data-column-duplicate",
      t("{0} has several columns with the same name: {1}.", file, quoted([...twice])),
      { param: "file", hint: t("Give each column a unique name in the first line.") },
    );
  const find = (name: string, param: string): Column => {
    const index = seen.get(name);
    if (index === undefined)
      throw new DataError("data-column-unknown", t("{0} has no column “{1}”.", file, name), {
        param,
        hint:
          names.length === 1
            ? t(
                "With the delimiter “{0}”, it has only one column: {1}. Set “delimiter” if that is wrong.",
                showDelimiter(delimiter),
                quoted(names),
              )
            : t("Its columns are: {0}.", quoted(names)),
      });
    return { name, index };
  };
  return {
    inputs: inputs.map((name) => find(name, "inputs")),
    target: find(target, "target"),
    fields: names.length,
  };
}

/** A delimiter for display. */
export function showDelimiter(delimiter: string): string {
  return delimiter === "\t" ? t("tab") : delimiter;
}

function quoted(names: readonly string[]): string {
  return shortList(
    names.map((name) => (name.length > 100 ? `${name.slice(0, 100)}…` : name)),
    shown,
  );
}
