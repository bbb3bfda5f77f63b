import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { availableMemory } from "../../../engine/runtime/availableMemory";

const meminfo =
  "MemTotal:       16000 kB\nMemFree:          100 kB\nMemAvailable:    8000 kB\nSwapFree:  1000 kB\n";

describe.runIf(process.platform === "linux")("the memory that is available", () => {
  it("is what the kernel can free, including caches, plus free swap", async () => {
    expect(availableMemory(await machine({}))).toBe(9000 * 1024);
  });

  it("is what a container's limit leaves, including its caches", async () => {
    const root = await machine({
      "proc/self/cgroup": "0::/box/inner\n",
      "sys/fs/cgroup/box/memory.max": "5000000\n",
      "sys/fs/cgroup/box/memory.current": "4000000\n",
      "sys/fs/cgroup/box/memory.stat": "anon 1\ninactive_file 600000\nactive_file 400000\n",
      "sys/fs/cgroup/box/inner/memory.max": "max\n",
      "sys/fs/cgroup/box/inner/memory.current": "4000000\n",
    });
    expect(availableMemory(root)).toBe(2_000_000);
  });

  it("reads control groups of version 1 too, of which only the mounted folder exists", async () => {
    const root = await machine({
      "proc/self/cgroup": "4:memory:/docker/abc\n0::/\n",
      "sys/fs/cgroup/memory/memory.limit_in_bytes": "3000000\n",
      "sys/fs/cgroup/memory/memory.usage_in_bytes": "2500000\n",
      "sys/fs/cgroup/memory/memory.stat": "cache 9\ntotal_inactive_file 100000\n",
    });
    expect(availableMemory(root)).toBe(600_000);
  });

  it("is never negative", async () => {
    const root = await machine({
      "proc/self/cgroup": "0::/\n",
      "sys/fs/cgroup/memory.max": "10",
      "sys/fs/cgroup/memory.current": "20",
    });
    expect(availableMemory(root)).toBe(0);
  });

  it("is a plausible number on this machine", () => {
    expect(availableMemory()).toBeGreaterThan(1e7);
  });
});

/** A folder with these files of the system, removed after the test. */
async function machine(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "netloom-memory-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries({ "proc/meminfo": meminfo, ...files })) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}
