import type { Problem } from "../../engine/graph/problem";
import type { EngineErrorData } from "../../engine/run/events";

/** The error of a failed request, or of the engine itself. The message is translated, for display. */
export class EngineError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly problems: readonly Problem[];

  constructor(readonly data: EngineErrorData) {
    super(data.message);
    this.name = "EngineError";
    this.code = data.code;
    this.hint = data.hint;
    this.problems = data.problems ?? [];
  }
}
