import { machineMemory } from "../machineMemory";
import type { Runtime } from "../runtime";
import { openDevice } from "./openDevice";
import type { WebgpuError } from "./WebgpuError";
import { WebgpuSession } from "./WebgpuSession";

/**
 * Opens the GPU through Dawn, or a software Vulkan driver for `software`.
 * @throws WebgpuError `no-gpu`, `no-software-adapter` or `webgpu-unavailable`
 */
export async function createWebgpuRuntime(kind: "gpu" | "software"): Promise<Runtime> {
  const sessions = new Set<WebgpuSession>();
  let failure: WebgpuError | undefined;
  const open = await openDevice(kind, (error) => {
    failure ??= error;
    for (const session of sessions) session.fail(error);
  });
  return {
    // WebGPU does not report a GPU's memory; a software adapter uses the machine's.
    device: kind === "software" ? { ...open.info, memory: machineMemory() } : open.info,
    open: () => {
      const session = new WebgpuSession(open);
      if (failure) session.fail(failure);
      sessions.add(session);
      return session;
    },
    dispose: () => {
      for (const session of sessions) session.dispose();
      sessions.clear();
      open.close();
      return Promise.resolve();
    },
  };
}
