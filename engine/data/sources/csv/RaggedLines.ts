import { t } from "@vscode/l10n";
import type { CsvParams } from "../../catalog/csv";
import { DataError } from "../../dataError";
import { showDelimiter } from "./findColumns";

interface Ragged {
  readonly line: number;
  readonly fields: number;
}

/** Collects the lines of a table that have more or fewer fields than its header. */
export class RaggedLines {
  private first: (Ragged & { readonly header: number; readonly delimiter: string }) | undefined;
  private count = 0;

  add(line: Ragged, header: number, delimiter: string): void {
    this.first ??= { ...line, header, delimiter };
    this.count++;
  }

  error({ file }: CsvParams): DataError | undefined {
    if (!this.first) return undefined;
    const { line, fields, header, delimiter } = this.first;
    const message =
      this.count === 1
        ? t("{0}, line {1}: {2} fields, but the header has {3}.", file, line, fields, header)
        : t(
            "{0}: {1} lines do not have the {2} fields of the header; the first is line {3} with {4}.",
            file,
            this.count,
            header,
            line,
            fields,
          );
    const delimited = t("The table was read with the delimiter “{0}”.", showDelimiter(delimiter));
    const hint =
      fields > header
        ? t("A value that contains the delimiter must be quoted; or the header may be missing a name.")
        : t("A value or a closing quote may be missing there, or the header may be missing quotes.");
    return new DataError("data-file-wrong-type", message, { param: "file", hint: `${delimited} ${hint}` });
  }
}
