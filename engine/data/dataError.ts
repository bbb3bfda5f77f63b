export type DataErrorCode =
  | "data-file-missing"
  | "data-file-unreadable"
  | "data-file-truncated"
  | "data-file-wrong-type"
  | "data-path-outside"
  | "data-too-large"
  | "data-empty"
  | "data-not-finite"
  | "data-not-number"
  | "data-column-unknown"
  | "data-class-unknown"
  | "data-labels-mismatch"
  | "data-source-unknown"
  | "data-parameter";

/** What is wrong with the data of a Dataset: the caller adds the node, `param` names the parameter at fault. */
export class DataError extends Error {
  constructor(
    readonly code: DataErrorCode,
    /** Translated; says what is wrong and where. */
    message: string,
    readonly at: {
      readonly param?: string;
      /** Translated; says what to do. */
      readonly hint?: string;
    } = {},
  ) {
    super(message);
    this.name = "DataError";
  }

  get hint(): string | undefined {
    return this.at.hint;
  }
}
