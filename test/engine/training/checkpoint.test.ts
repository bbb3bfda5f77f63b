import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import type { HostArray } from "../../../engine/tensor/hostArrays";
import { decodeSafetensors, encodeSafetensors } from "../../../engine/interop/safetensors";
import { float } from "../../../engine/tensor/tensor";
import type { Session } from "../../../engine/runtime/runtime";
import { saveCheckpoint } from "../../../engine/training/checkpoint";
import { writeFileAtomic } from "../../../engine/training/writeFileAtomic";

const cursor = { step: 3, sums: {}, count: 0, seconds: 1 };
/** 36 MB, more than is read at once. */
const large = 9 * 2 ** 20;

describe("saving a checkpoint", () => {
  it("reads a large model from the device in parts, and writes the same file as in one go", async () => {
    const { program, session, reads, values } = stateOf(new Float32Array(large).fill(0.5));
    const path = join(await temporaryFolder(), "last.safetensors");
    expect(await saveCheckpoint(path, session, program, cursor)).toBe(true);
    expect(reads).toEqual([["a", "large"], ["z"]]);
    const all = new Map(Object.entries(values).map(([name, data]) => [name, { shape: [data.length], data }]));
    const whole = encodeSafetensors(all, { netloom: JSON.stringify(cursor) });
    expect(Buffer.compare(await readFile(path), whole)).toBe(0);
  });

  it("writes float64 tensors for a device with float64", async () => {
    const { program, session } = stateOf(new Float64Array(large).fill(0.1));
    const path = join(await temporaryFolder(), "last.safetensors");
    await saveCheckpoint(path, session, program, cursor);
    const { tensors } = decodeSafetensors(await readFile(path));
    expect(tensors.get("large")?.data[large - 1]).toBe(0.1);
  });

  it("leaves the old file if a tensor that is read later is not finite", async () => {
    const { program, session, values } = stateOf(new Float32Array(large));
    const folder = await temporaryFolder();
    const path = join(folder, "last.safetensors");
    await writeFileAtomic(path, "old");
    values.z?.fill(NaN);
    expect(await saveCheckpoint(path, session, program, cursor)).toBe(false);
    expect(await readFile(path, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["last.safetensors"]);
  });

  it("passes on errors of the device", async () => {
    const { program, session } = stateOf(new Float32Array(large));
    const lost = { ...session, read: () => Promise.reject(new Error("the device is gone")) };
    const path = join(await temporaryFolder(), "last.safetensors");
    await expect(saveCheckpoint(path, lost, program, cursor)).rejects.toThrow("the device is gone");
  });
});

/** A folder that is removed after the test. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "netloom-checkpoint-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A Program with three state tensors (one element, many, one), and a session that contains them. */
function stateOf(many: Float32Array | Float64Array) {
  const Floats = many.constructor as new (size: number) => HostArray;
  const values: Record<string, HostArray> = { a: new Floats(1), large: many, z: new Floats(1) };
  const builder = new ProgramBuilder();
  for (const [name, { length }] of Object.entries(values)) builder.slot(name, float([length]));
  const reads: (readonly string[])[] = [];
  const session: Session = {
    load: () => Promise.reject(new Error("not here")),
    write: () => Promise.resolve(),
    read: (names) => {
      reads.push(names);
      return Promise.resolve(
        Object.fromEntries(names.map((name) => [name, values[name] ?? new Float32Array()])),
      );
    },
    dispose: () => undefined,
  };
  return { program: builder.finish(), session, reads, values };
}
