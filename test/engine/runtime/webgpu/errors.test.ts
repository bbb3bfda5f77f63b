import { afterEach, describe, expect, it } from "vitest";
import { ProgramBuilder } from "../../../../engine/compiler/ProgramBuilder";
import { float } from "../../../../engine/tensor/tensor";
import { checkMemory } from "../../../../engine/runtime/webgpu/checkMemory";
import { createWebgpuRuntime } from "../../../../engine/runtime/webgpu/createWebgpuRuntime";
import { openDevice } from "../../../../engine/runtime/webgpu/openDevice";
import { WebgpuSession } from "../../../../engine/runtime/webgpu/WebgpuSession";

const environment = { ...process.env };
afterEach(() => {
  for (const name of ["NETLOOM_VULKAN_ICD", "VK_DRIVER_FILES"]) {
    if (environment[name] === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = environment[name];
  }
});

describe("without an adapter", () => {
  it("says that there is no software adapter and what to install", async () => {
    process.env.NETLOOM_VULKAN_ICD = "/nowhere/driver.json";
    await expect(createWebgpuRuntime("software")).rejects.toMatchObject({
      code: "no-software-adapter",
      hint: expect.stringContaining("mesa-vulkan-drivers") as string,
    });
  });

  it("does not take a software adapter for a GPU", async () => {
    // If the machine has a GPU, its name is not that of a software driver.
    const opened = await createWebgpuRuntime("gpu").catch((error: unknown) => error);
    if (opened instanceof Error) expect(opened).toMatchObject({ code: "no-gpu" });
    else
      expect(opened).toMatchObject({
        device: { kind: "gpu", name: expect.not.stringMatching(/llvmpipe|SwiftShader/) },
      });
  });
});

describe("a device", () => {
  it("has a name", async () => {
    const runtime = await createWebgpuRuntime("software");
    expect(runtime.device.kind).toBe("software");
    expect(runtime.device.name).toMatch(/\(software\)$/);
    // The search for drivers does not change the environment.
    expect(process.env.VK_DRIVER_FILES).toBe(environment.VK_DRIVER_FILES);
    expect(runtime.device.largestTensor).toBeGreaterThan(2 ** 26);
    await runtime.dispose();
  });

  it("refuses a model with too large a tensor before allocating memory, and names the tensor", () => {
    const builder = new ProgramBuilder();
    const x = builder.feed("x", float([1, 4096]));
    const w = builder.slot("huge.weight", float([4096, 4096]));
    builder.output("y", builder.b.matmul(x, w, { transposeA: false, transposeB: false }));
    const limited = (maxStorageBufferBindingSize: number) => () => {
      checkMemory(builder.finish(), {
        maxStorageBufferBindingSize,
        maxBufferSize: 2 ** 28,
      } as GPUSupportedLimits);
    };
    expect(limited(2 ** 25)).toThrow(
      expect.objectContaining({
        code: "model-too-large",
        message:
          "The model's largest tensor, huge.weight [4096, 4096], takes 64 MB, and this GPU handles at most 32 MB.",
      }),
    );
    expect(limited(2 ** 26)).not.toThrow();
  });

  it("rejects a session's pending calls when it is lost", async () => {
    const reported: Error[] = [];
    const open = await openDevice("software", (error) => reported.push(error));
    const session = new WebgpuSession(open);
    const builder = new ProgramBuilder();
    builder.output("y", builder.b.neg(builder.feed("x", float([2]))));
    const executable = await session.load(builder.finish(), () => undefined);
    void executable.run({ x: Float32Array.of(1, 2) }, 1);
    const drained = executable.drain();
    session.fail(new Error("lost"));
    await expect(drained).rejects.toThrow("lost");
    expect(() => executable.run({ x: Float32Array.of(1, 2) }, 2)).toThrow("lost");
    session.dispose();
    open.close();
    expect(reported).toEqual([]);
  });
});
