import { t } from "@vscode/l10n";

export type DataErrorCode =
  | "data-file-missing"
  | "data-unreadable"
  | "data-file-unreadable"
  | "data-file-truncated"
  | "data-file-wrong-type"
  | "data-file-changed"
  | "data-encoding"
  | "data-path-outside"
  | "data-too-large"
  | "data-empty"
  | "data-not-finite"
  | "data-not-number"
  | "data-column-unknown"
  | "data-column-duplicate"
  | "data-class-unknown"
  | "data-labels-mismatch"
  | "data-source-unknown"
  | "data-parameter";

export interface ParameterFix {
  /** What it does; translated. */
  readonly title: string;
  readonly param: string;
  readonly value: unknown;
}

/** A problem with the data of a Dataset; `param` is the parameter at fault. */
export class DataError extends Error {
  constructor(
    readonly code: DataErrorCode,
    /** What is wrong and where; translated. */
    message: string,
    readonly at: {
      /** The Dataset's node if it is known; otherwise the caller adds it. */
      readonly node?: string;
      readonly param?: string;
      /** What to do; translated. */
      readonly hint?: string;
      /** Values of a parameter that may fix it, the likeliest first. */
      readonly fixes?: readonly ParameterFix[];
    } = {},
  ) {
    super(message);
    this.name = "DataError";
  }

  get hint(): string | undefined {
    return this.at.hint;
  }
}

/** The error for samples of a node's Dataset that could not be read; a DataError keeps its message. */
export function samplesUnreadable(node: string, error: unknown): DataError {
  if (error instanceof DataError) return new DataError(error.code, error.message, { ...error.at, node });
  const reason = error instanceof Error ? error.message : String(error);
  return new DataError("data-unreadable", t('The samples of "{0}" cannot be read: {1}', node, reason), {
    node,
    hint: t("Make sure that they can be read, then train again or resume the run."),
  });
}
