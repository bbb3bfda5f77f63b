import { machineMemory } from "../machineMemory";
import type { Runtime } from "../runtime";
import { openDevice } from "./openDevice";
import type { WebgpuError } from "./WebgpuError";
import { WebgpuSession } from "./WebgpuSession";

/**
 * The GPU as a device, through Dawn; or, where it is asked for by name, a Vulkan driver in software.
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
    // A GPU's memory is not told; a software adapter's is the machine's.
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
