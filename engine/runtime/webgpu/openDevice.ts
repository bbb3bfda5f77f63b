import { t } from "@vscode/l10n";
import type { DeviceTraits } from "../../ops/operation";
import type { DeviceInfo } from "../../run/device";
import { findAdapter } from "./findAdapter";
import { WebgpuError } from "./WebgpuError";

/** A WebGPU device with what the compiler must know of it. */
export interface OpenDevice {
  /** Dawn's instance, which must outlive its devices. */
  readonly gpu: GPU;
  readonly device: GPUDevice;
  readonly info: DeviceInfo;
  readonly traits: DeviceTraits;
  /** Buffers that one kernel may be given. */
  readonly maxBuffers: number;
  /** Bytes between two bindings of one buffer. */
  readonly alignment: number;
  /** A compute pipeline for a shader, made once for each text. */
  readonly pipeline: (code: string) => Promise<GPUComputePipeline>;
  readonly close: () => void;
}

/** Limits of which the adapter's own are asked for: the defaults are those of a telephone. */
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
 * Opens the GPU, or the software adapter, and tells `onFailure` once if it is lost or refuses its work.
 * @throws WebgpuError where there is none
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
    // Destroyed by ourselves.
    if (reason === "destroyed") return;
    onFailure(
      new WebgpuError(
        "device-lost",
        t("The connection to the GPU was lost: {0}", withoutPlaces(message)),
        t("Resume the run from its last checkpoint; if this happens again, update the graphics driver."),
      ),
    );
  });
  device.addEventListener("uncapturederror", (event) => {
    // Dawn would print it on stdout, which is for our events.
    event.preventDefault();
    onFailure(
      new WebgpuError(
        "webgpu-failed",
        t("The GPU refused its work: {0}", withoutPlaces(event.error.message)),
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

/** What Dawn says, without where in its source that was on the machine that built it. */
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
      t("The GPU's driver refuses a kernel: {0}", reasons.join("; ") || withoutPlaces(String(error))),
      t("Update the graphics driver, or train on the CPU."),
      error,
    );
  }
}

/** "NVIDIA H200 (Vulkan)": drivers say it in different fields. */
function nameOf(
  { description, device, vendor, architecture }: GPUAdapterInfo,
  kind: "gpu" | "software",
): string {
  const words = description || device || [vendor, architecture].filter(Boolean).join(" ");
  const name = words || t("GPU");
  return kind === "software" ? t("{0} (software)", name) : name;
}
