/** Why the GPU failed. */
export type WebgpuErrorCode =
  /** Dawn's native library is missing or does not fit this machine. */
  | "webgpu-unavailable"
  /** There is no hardware adapter. */
  | "no-gpu"
  /** There is no software adapter. */
  | "no-software-adapter"
  /** A tensor, or all tensors together, do not fit on the device. */
  | "model-too-large"
  /** The driver gave up: reset, unplugged, or out of memory. */
  | "device-lost"
  /** The device rejected a kernel or a command: a bug in Netloom or in the driver. */
  | "webgpu-failed"
  /** A feed or a state value is missing or has the wrong size. */
  | "webgpu-value";

/** An error of the GPU device. Message and hint are translated, for display. */
export class WebgpuError extends Error {
  override readonly name = "WebgpuError";

  constructor(
    readonly code: WebgpuErrorCode,
    message: string,
    /** What to do. */
    readonly hint?: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
