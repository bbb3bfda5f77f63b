import { t } from "@vscode/l10n";
import type { CsvParams } from "../../catalog/csv";
import { DataError } from "../../dataError";
import { at } from "../../../tensor/tensor";
import { shortList } from "../../../run/shortList";

type Kind = "missing" | "infinite" | "text" | "unknown-class";

interface Unusable {
  count: number;
  readonly line: number;
  readonly written: string;
}

/** How many columns a message names. */
const shownColumns = 10;
const shownText = 40;

/** Collects the values of a whole table that cannot be used, to report them in one message. */
export class UnusableValues {
  /** By column, in order of first occurrence. */
  private readonly columns = new Map<
    string,
    { readonly param: string; readonly kinds: Map<Kind, Unusable> }
  >();

  add(param: string, column: string, kind: Kind, written: string, line: number): void {
    let entry = this.columns.get(column);
    if (!entry) this.columns.set(column, (entry = { param, kinds: new Map() }));
    const earlier = entry.kinds.get(kind);
    if (earlier) earlier.count++;
    else entry.kinds.set(kind, { count: 1, line, written });
  }

  /** A single DataError for all of them; undefined if there are none. */
  error(params: CsvParams, decimal: "point" | "comma"): DataError | undefined {
    if (this.columns.size === 0) return undefined;
    const entries = [...this.columns];
    const list = shortList(
      entries.map(
        ([name, { kinds }]) =>
          `${name} (${[...kinds].map(([kind, values]) => describe(kind, values)).join(", ")})`,
      ),
      shownColumns,
    );
    const kinds = new Set(entries.flatMap(([, { kinds }]) => [...kinds.keys()]));
    const texts = entries.flatMap(([, { param, kinds }]) => {
      const text = kinds.get("text");
      return text ? [{ ...text, param }] : [];
    });
    const onlyClasses = kinds.size === 1 && kinds.has("unknown-class");
    return new DataError(
      onlyClasses ? "data-class-unknown" : kinds.has("text") ? "data-not-number" : "data-not-finite",
      entries.length === 1
        ? t("{0}: a column contains unusable values: {1}.", params.file, list)
        : t("{0}: {1} columns contain unusable values: {2}.", params.file, entries.length, list),
      {
        param: paramOf(
          entries.map(([, { param }]) => param),
          onlyClasses,
        ),
        hint: hints(kinds, texts, params, decimal),
      },
    );
  }
}

function describe(kind: Kind, { count, line, written }: Unusable): string {
  const text = written.length > shownText ? `${written.slice(0, shownText)}…` : written;
  if (kind === "missing")
    return count === 1 ? t("missing on line {0}", line) : t("{0} missing, first on line {1}", count, line);
  if (count === 1)
    return kind === "infinite"
      ? t("“{0}” on line {1}, not finite in float32", text, line)
      : t("“{0}” on line {1}", text, line);
  return {
    infinite: t("{0} not finite in float32, first “{1}” on line {2}", count, text, line),
    text: t("{0} not numeric, first “{1}” on line {2}", count, text, line),
    "unknown-class": t("{0} of unknown class, first “{1}” on line {2}", count, text, line),
  }[kind];
}

function paramOf(params: readonly string[], onlyClasses: boolean): string {
  return onlyClasses ? "classNames" : params.every((param) => param === params[0]) ? at(params, 0) : "file";
}

function hints(
  kinds: ReadonlySet<Kind>,
  texts: readonly (Unusable & { readonly param: string })[],
  { classNames }: CsvParams,
  decimal: "point" | "comma",
): string {
  const found: string[] = [];
  if (kinds.has("missing") || kinds.has("infinite"))
    found.push(t("Fill in these values or remove their lines."));
  if (texts.some(({ written }) => /^[+-]?\d[\d.,\s]*$/.test(written)))
    found.push(
      decimal === "comma"
        ? t('Write numbers with a decimal comma and no thousands separators, or set “decimal” to "point".')
        : t('Write numbers with a decimal point and no thousands separators, or set “decimal” to "comma".'),
    );
  else if (kinds.has("text"))
    found.push(
      texts.some(({ param }) => param === "target")
        ? t("Choose numeric columns; for a target of class names, set “classes”.")
        : t("Choose numeric input columns."),
    );
  if (kinds.has("unknown-class"))
    found.push(
      classNames.length > 0
        ? t("The classes are: {0}.", classNames.slice(0, 50).join(", "))
        : t("Fill in the value or remove the line."),
    );
  return found.join(" ");
}
