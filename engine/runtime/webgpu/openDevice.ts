import { t } from "@vscode/l10n";
import type { DeviceTraits } from "../../ops/operation";
import type { DeviceInfo } from "../../run/device";
import { findAdapter } from "./findAdapter";
import { WebgpuError } from "./WebgpuError";

/** A WebGPU device, with what the compiler needs to know about it. */
export interface OpenDevice {
  /** Dawn's instance, which must outlive its devices. */
  readonly gpu: GPU;
  readonly device: GPUDevice;
  readonly info: DeviceInfo;
  readonly traits: DeviceTraits;
  /** The most storage buffers that one kernel can bind. */
  readonly maxBuffers: number;
  /** Alignment of a binding's offset in its buffer, in bytes. */
  readonly alignment: number;
  /** The compute pipeline for a shader's code, compiled once. */
  readonly pipeline: (code: string) => Promise<GPUComputePipeline>;
  readonly close: () => void;
}

/** Limits to raise to the adapter's maximum: WebGPU's defaults suit a phone. */
const limits = [
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/**
 * Opens the GPU or the software adapter. Calls `onFailure` if the device is lost or reports an error.
 * @throws WebgpuError if there is none
 */
export async function openDevice(
  kind: "gpu" | "software",
  onFailure: (error: WebgpuError) => void,
): Promise<OpenDevice> {
  const { gpu, adapter } = await findAdapter(kind);
  const { info } = adapter;
  const subgroups = adapter.features.has("subgroups") && info.subgroupMinSize === info.subgroupMaxSize;
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(limits.map((name) => [name, adapter.limits[name]])),
    requiredFeatures: subgroups ? ["subgroups"] : [],
  });
  void device.lost.then(({ reason, message }) => {
    // By `close`.
    if (reason === "destroyed") return;
    onFailure(
      new WebgpuError(
        "device-lost",
        t("The GPU device was lost: {0}", withoutPlaces(message)),
        t("Resume the run from its last checkpoint; if this happens again, update the graphics driver."),
      ),
    );
  });
  device.addEventListener("uncapturederror", (event) => {
    // Keeps Dawn from printing it to stdout, which is for Netloom's events.
    event.preventDefault();
    onFailure(
      new WebgpuError(
        "webgpu-failed",
        t("The GPU reported an error: {0}", withoutPlaces(event.error.message)),
      ),
    );
  });
  const pipelines = new Map<string, Promise<GPUComputePipeline>>();
  return {
    gpu,
    device,
    info: {
      kind,
      name: nameOf(info, kind),
      largestTensor: Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize),
    },
    traits: {
      software: kind === "software",
      maxInvocations: device.limits.maxComputeInvocationsPerWorkgroup,
      maxWorkgroups: device.limits.maxComputeWorkgroupsPerDimension,
      workgroupMemory: device.limits.maxComputeWorkgroupStorageSize,
      subgroupSize: subgroups ? info.subgroupMinSize : 0,
    },
    maxBuffers: device.limits.maxStorageBuffersPerShaderStage,
    alignment: device.limits.minStorageBufferOffsetAlignment,
    pipeline: (code) => {
      const known = pipelines.get(code);
      if (known) return known;
      const made = compile(device, code);
      pipelines.set(code, made);
      return made;
    },
    close: () => {
      pipelines.clear();
      device.destroy();
    },
  };
}

/** Dawn's message without its stack trace, whose paths are those of the machine it was built on. */
function withoutPlaces(message: string): string {
  return message.replaceAll(/\s*^ *at .*:\d+\)$/gm, "").trim();
}

async function compile(device: GPUDevice, code: string): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ code });
  try {
    return await device.createComputePipelineAsync({
      layout: "auto",
      compute: { module, entryPoint: "main" },
    });
  } catch (error) {
    const { messages } = await module.getCompilationInfo();
    const reasons = messages.map(({ lineNum, message }) => `${String(lineNum)}: ${message}`);
    throw new WebgpuError(
      "webgpu-failed",
      t("The GPU driver could not compile a kernel: {0}", reasons.join("; ") || withoutPlaces(String(error))),
      t("Update the graphics driver, or train on the CPU."),
      error,
    );
  }
}

/** "NVIDIA H200 (Vulkan)", from whichever field the driver fills in. */
function nameOf(
  { description, device, vendor, architecture }: GPUAdapterInfo,
  kind: "gpu" | "software",
): string {
  const words = description || device || [vendor, architecture].filter(Boolean).join(" ");
  const name = words || t("GPU");
  return kind === "software" ? t("{0} (software)", name) : name;
}
