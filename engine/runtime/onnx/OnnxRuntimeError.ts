/** Why the CPU device failed. */
export type OnnxRuntimeErrorCode =
  /** The native library is missing or does not fit this machine. */
  | "onnx-unavailable"
  /** ONNX Runtime refuses the model: a fault of the lowering, or not enough memory. */
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

/** What a native library throws, in one line. */
export function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
