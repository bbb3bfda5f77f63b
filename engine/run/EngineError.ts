import type { Problem } from "../graph/problem";

interface Details {
  readonly nodeId?: string;
  /** What to do; translated. */
  readonly hint?: string;
  readonly problems?: readonly Problem[];
}

/** An error that the user can act on. Its message is translated and says what is wrong and where. */
export class EngineError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details: Details = {},
  ) {
    super(message);
    this.name = "EngineError";
  }
}
