import { mkdir, mkdtemp, copyFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../engine/run/events";
import type { DeviceChoice } from "../engine/run/device";
import { Trainer } from "../engine/training/Trainer";
import { dataFile } from "./dataFolder";
import { runsRoot } from "./runsRoot";

// These runs compute for longer than they compile, so Mesa optimizes their kernels, unlike those of other tests.
process.env.GALLIVM_PERF = "";

const examples = fileURLToPath(new URL("../examples", import.meta.url));
const mnist = ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];
const hasMnist = mnist.every((name) => dataFile(name));

let workspace: string;
beforeAll(async () => {
  workspace = await mkdtemp(join(runsRoot(), "netloom-curves-"));
  await mkdir(join(workspace, "data/mnist"), { recursive: true });
  for (const name of mnist) {
    const file = dataFile(name);
    if (file) await copyFile(file, join(workspace, "data/mnist", name));
  }
});
afterAll(async () => {
  await rm(workspace, { recursive: true, force: true });
});

async function losses(name: string, device: DeviceChoice): Promise<number[]> {
  const events: RunEvent[] = [];
  const trainer = await Trainer.open(
    {
      text: await readFile(join(examples, `${name}.nn.json`), "utf8"),
      file: join(workspace, `${name}.nn.json`),
      workspace,
      runs: join(workspace, ".netloom/runs"),
      device,
      steps: 200,
      probeEvery: 0,
    },
    (event) => events.push(event),
  );
  expect(await trainer.train()).toMatchObject({ status: "completed" });
  return events.flatMap((event) => (event.event === "steps" ? event.loss : []));
}

/** Means over windows of 20 steps. */
function smooth(losses: readonly number[]): number[] {
  return Array.from({ length: losses.length / 20 }, (_, window) => {
    const part = losses.slice(20 * window, 20 * (window + 1));
    return part.reduce((sum, loss) => sum + loss, 0) / part.length;
  });
}

function largestDifference(found: readonly number[], expected: readonly number[]): number {
  return Math.max(...expected.map((value, index) => Math.abs((found[index] ?? NaN) - value) / value));
}

describe("200 steps on the software adapter and on the CPU follow the same curve", () => {
  it.each([
    { name: "mnist-mlp", everyStep: 1e-4 },
    // A step has millions of comparisons, in ReLU and pooling. Once rounding changes the outcome of one, the two runs
    // diverge, as runs in float32 and float64 do, and only their trend can be compared.
    { name: "mnist-cnn", everyStep: Infinity },
  ])("$name", { timeout: 240_000, skip: !hasMnist }, async ({ name, everyStep }) => {
    const cpu = await losses(name, "cpu");
    const software = await losses(name, "software");
    expect([cpu.length, software.length]).toEqual([200, 200]);
    expect(largestDifference(software.slice(0, 10), cpu.slice(0, 10))).toBeLessThan(1e-4);
    expect(largestDifference(software, cpu)).toBeLessThan(everyStep);
    expect(largestDifference(smooth(software), smooth(cpu))).toBeLessThan(0.02);
  });
});
