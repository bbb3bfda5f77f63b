export type DeviceKind = "gpu" | "cpu" | "software" | "reference";

export interface DeviceInfo {
  readonly kind: DeviceKind;
  /** For people: "NVIDIA H200 (Vulkan)", "CPU, 2 threads (ONNX Runtime)". */
  readonly name: string;
  /** Bytes that a model may take, at four bytes a number, where they are known: WebGPU does not tell a GPU's. */
  readonly memory?: number;
  /** The largest single tensor, in bytes, where the device has such a limit. */
  readonly largestTensor?: number;
}

/** `auto`: a hardware GPU where there is one, else the CPU; never a software adapter. */
export type DeviceChoice = "auto" | "gpu" | "cpu" | "software" | "reference";
