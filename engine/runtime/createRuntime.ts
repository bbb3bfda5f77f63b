import type { DeviceChoice } from "../run/device";
import type { Runtime } from "./runtime";
import type { DeviceInfo } from "../run/device";

/**
 * Opens a device. `auto` takes a hardware GPU if there is one, otherwise the CPU; a software adapter must be asked for.
 * Each implementation is loaded only when needed. Throws an error with a code if the device is not available.
 */
export async function createRuntime(choice: DeviceChoice): Promise<Runtime> {
  switch (choice) {
    case "reference": {
      const { ReferenceRuntime } = await import("./reference/ReferenceRuntime");
      return new ReferenceRuntime();
    }
    case "cpu": {
      const { createOnnxRuntime } = await import("./onnx/createOnnxRuntime");
      return createOnnxRuntime();
    }
    case "gpu":
    case "software": {
      const { createWebgpuRuntime } = await import("./webgpu/createWebgpuRuntime");
      return createWebgpuRuntime(choice);
    }
    case "auto":
      return createRuntime("gpu").catch(() => createRuntime("cpu"));
  }
}

/** The GPU, the CPU and the software adapter, as far as they are available; `onMissing` gets the error of each that is not. */
export async function listDevices(
  onMissing: (kind: DeviceInfo["kind"], error: unknown) => void = () => undefined,
): Promise<DeviceInfo[]> {
  const devices: DeviceInfo[] = [];
  for (const choice of ["gpu", "cpu", "software"] as const) {
    try {
      const runtime = await createRuntime(choice);
      devices.push(runtime.device);
      await runtime.dispose();
    } catch (error) {
      onMissing(choice, error);
    }
  }
  return devices;
}
