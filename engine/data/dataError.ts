export type DataErrorCode =
  | "data-file-missing"
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
  /** Translated; what it does. */
  readonly title: string;
  readonly param: string;
  readonly value: unknown;
}

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
      /** Values of a parameter that may solve it, the likeliest first. */
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
