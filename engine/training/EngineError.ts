import { DataError } from "../data/dataError";
import type { Problem } from "../graph/problem";
import type { EngineErrorData } from "../run/events";

interface Details {
  readonly nodeId?: string;
  /** Translated; what to do. */
  readonly hint?: string;
  readonly problems?: readonly Problem[];
}

/** An error that a person can do something about. Its message is translated and says what is wrong and where. */
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

/**
 * Any error as data for a person. Errors with a `code` of our own (data, devices) keep it; anything else is `internal`
 * and keeps its message, so that it can be reported.
 */
export function describeError(error: unknown): EngineErrorData {
  if (error instanceof EngineError) return { code: error.code, message: error.message, ...error.details };
  if (error instanceof DataError) {
    const { node, hint } = error.at;
    const { code, message } = error;
    return {
      code,
      message,
      ...(hint !== undefined && { hint }),
      ...(node !== undefined && { nodeId: node }),
    };
  }
  if (!(error instanceof Error)) return { code: "internal", message: String(error) };
  const { code, hint } = error as { code?: unknown; hint?: unknown };
  return {
    code: typeof code === "string" ? code : "internal",
    message: error.message,
    ...(typeof hint === "string" && { hint }),
  };
}
