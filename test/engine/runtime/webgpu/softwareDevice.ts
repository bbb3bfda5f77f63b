import { afterAll, beforeAll, vi } from "vitest";
import type { Program } from "../../../../engine/compiler/program";
import type { HostArray, HostArrays } from "../../../../engine/tensor/hostArrays";
import type { DeviceTraits } from "../../../../engine/ops/operation";
import { openDevice, type OpenDevice } from "../../../../engine/runtime/webgpu/openDevice";
import { WebgpuSession } from "../../../../engine/runtime/webgpu/WebgpuSession";
import type { WebgpuError } from "../../../../engine/runtime/webgpu/WebgpuError";

/**
 * The software adapter for a test file; without one every test in the file fails with its error. Sessions can be
 * opened as if the device were another, so that the kernels for GPUs run too.
 */
export function useSoftwareDevice(): {
  session: (traits?: Partial<DeviceTraits>, maxBuffers?: number) => WebgpuSession;
  device: () => OpenDevice;
} {
  let open: OpenDevice | undefined;
  const sessions: WebgpuSession[] = [];
  // Software drivers compile shaders slowly, especially on a busy machine.
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
  beforeAll(async () => {
    open = await openDevice("software", (error: WebgpuError) => {
      for (const session of sessions) session.fail(error);
    });
  });
  afterAll(() => {
    for (const session of sessions) session.dispose();
    open?.close();
  });
  const device = () => open!;
  return {
    device,
    session: (traits, maxBuffers) => {
      const session = new WebgpuSession({
        ...device(),
        traits: { ...device().traits, ...traits },
        maxBuffers: maxBuffers ?? device().maxBuffers,
      });
      sessions.push(session);
      return session;
    },
  };
}

/** Runs one step and returns its outputs. */
export async function runOnce(
  session: WebgpuSession,
  program: Program,
  feeds: HostArrays,
): Promise<Record<string, HostArray>> {
  const results: Record<string, HostArray> = {};
  const executable = await session.load(program, (_, outputs) => {
    for (const [name, array] of Object.entries(outputs)) results[name] = array.slice();
  });
  await executable.run(feeds, 1);
  await executable.drain();
  executable.dispose();
  return results;
}
