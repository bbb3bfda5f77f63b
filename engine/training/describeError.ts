import { DataError } from "../data/dataError";
import { EngineError } from "../run/EngineError";
import type { EngineErrorData } from "../run/events";

/**
 * Describes any error for display. Errors with their own `code` (data, devices) keep it; anything else gets `internal`
 * and its original message, so that it can be reported.
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
