/** Why the CPU device failed. */
export type OnnxRuntimeErrorCode =
  /** The native library is missing or does not fit this machine. */
  | "onnx-unavailable"
  /** ONNX Runtime refuses the model: a bug in the lowering, or not enough memory. */
  | "onnx-load"
  /** A step failed. */
  | "onnx-run"
  /** A feed or a state value is missing or has the wrong size. */
  | "onnx-value";

export class OnnxRuntimeError extends Error {
  override readonly name = "OnnxRuntimeError";

  constructor(
    readonly code: OnnxRuntimeErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** The first line of a native library's error. */
export function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
