export type DeviceKind = "gpu" | "cpu" | "software" | "reference";

export interface DeviceInfo {
  readonly kind: DeviceKind;
  /** For display: "NVIDIA H200 (Vulkan)", "CPU, 2 threads (ONNX Runtime)". */
  readonly name: string;
  /** Memory available to a model, in bytes. Unknown on a GPU, since WebGPU does not report it. */
  readonly memory?: number;
  /** The largest single tensor, in bytes, if the device limits it. */
  readonly largestTensor?: number;
}

/** `auto`: a hardware GPU if there is one, otherwise the CPU; never a software adapter. */
export type DeviceChoice = "auto" | "gpu" | "cpu" | "software" | "reference";
