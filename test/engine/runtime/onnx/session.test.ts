import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Program } from "../../../../engine/compiler/program";
import { ProgramBuilder } from "../../../../engine/compiler/ProgramBuilder";
import { float, int } from "../../../../engine/tensor/tensor";
import { createOnnxRuntime } from "../../../../engine/runtime/onnx/createOnnxRuntime";
import { OnnxSession } from "../../../../engine/runtime/onnx/OnnxSession";
import type { Executable, Runtime, Session } from "../../../../engine/runtime/runtime";

/** Adds the feed to `total` and counts the steps; outputs the new total. */
function accumulate(): Program {
  const builder = new ProgramBuilder();
  const { b } = builder;
  const total = b.add(builder.slot("total", float([2])), builder.feed("x", float([2])));
  builder.update("total", total);
  builder.update("count", b.add(builder.slot("count", int([])), b.constant({ value: 1, dtype: "int32" })));
  builder.output("total", total);
  return builder.finish();
}

/** Outputs the total twice: an output that is state itself, and one that repeats another. */
function look(): Program {
  const builder = new ProgramBuilder();
  const total = builder.slot("total", float([2]));
  builder.output("now", total);
  builder.output("again", total);
  return builder.finish();
}

let runtime: Runtime;
beforeAll(async () => {
  runtime = await createOnnxRuntime({ threads: 1 });
});
afterAll(() => runtime.dispose());

let session: Session;
beforeEach(() => {
  session = runtime.open();
});
afterEach(() => {
  session.dispose();
});

describe("a session on ONNX Runtime", () => {
  it("starts from zeros and keeps state from step to step", async () => {
    const received: number[][] = [];
    const step = await session.load(accumulate(), (index, { total }) => received.push([index, ...total!]));
    for (const index of [1, 2, 3]) await step.run({ x: Float32Array.of(1, index) }, index);
    expect(received).toEqual([
      [1, 1, 1],
      [2, 2, 3],
      [3, 3, 6],
    ]);
    expect(await session.read(["total", "count"])).toEqual({
      total: Float32Array.of(3, 6),
      count: Int32Array.of(3),
    });
  });

  it("shares its state among programs by name", async () => {
    const seen: number[][] = [];
    const step = await session.load(accumulate(), () => undefined);
    const eye = await session.load(look(), (_, { now, again }) => seen.push([...now!], [...again!]));
    await session.write({ total: Float32Array.of(10, 20) });
    await step.run({ x: Float32Array.of(1, 1) }, 1);
    await eye.run({}, 1);
    await step.run({ x: Float32Array.of(1, 1) }, 2);
    await eye.run({}, 2);
    expect(seen).toEqual([
      [11, 21],
      [11, 21],
      [12, 22],
      [12, 22],
    ]);
  });

  it("copies what is written", async () => {
    await session.load(accumulate(), () => undefined);
    const given = Float32Array.of(1, 2);
    await session.write({ total: given });
    given.fill(9);
    expect((await session.read(["total"])).total).toEqual(Float32Array.of(1, 2));
  });

  it("runs steps in order and with their own feeds when they are queued without waiting", async () => {
    const received: number[][] = [];
    const step = await session.load(accumulate(), (index, { total }) => received.push([index, ...total!]));
    const x = new Float32Array(2);
    const steps = [1, 10, 100].map((number, index) => {
      x.fill(number);
      return step.run({ x }, index);
    });
    x.fill(-1);
    await step.drain();
    expect(received).toEqual([
      [0, 1, 1],
      [1, 11, 11],
      [2, 111, 111],
    ]);
    for (const step of steps) await step;
    expect((await session.read(["total"])).total).toEqual(Float32Array.of(111, 111));
  });

  it("reports what is wrong with feeds and state, and continues to work", async () => {
    const step = await session.load(accumulate(), () => undefined);
    const run = async (feeds: Record<string, Float32Array>) => step.run(feeds, 1);
    await expect(run({})).rejects.toMatchObject({
      code: "onnx-value",
      message: "x needs 2 elements ([2]) but has 0.",
    });
    await expect(run({ x: new Float32Array(3) })).rejects.toMatchObject({ code: "onnx-value" });
    await expect(session.write({ total: new Float32Array(5) })).rejects.toMatchObject({ code: "onnx-value" });
    await expect(session.write({ nothing: new Float32Array(5) })).rejects.toMatchObject({
      code: "onnx-value",
    });
    await expect(session.read(["nothing"])).rejects.toMatchObject({ code: "onnx-value" });
    await run({ x: Float32Array.of(1, 2) });
    expect((await session.read(["total"])).total).toEqual(Float32Array.of(1, 2));
  });

  it("refuses a program whose state has another shape than the session's", async () => {
    await session.load(accumulate(), () => undefined);
    const builder = new ProgramBuilder();
    builder.output("y", builder.slot("total", float([3])));
    await expect(session.load(builder.finish(), () => undefined)).rejects.toMatchObject({
      code: "onnx-value",
    });
  });

  it("rejects runs of an executable that was disposed of", async () => {
    const step: Executable = await session.load(accumulate(), () => undefined);
    step.dispose();
    step.dispose();
    await expect((async () => step.run({ x: new Float32Array(2) }, 1))()).rejects.toMatchObject({
      code: "onnx-run",
    });
  });
});

describe("the CPU device", () => {
  it("has a kind and a name", () => {
    expect(runtime.device).toMatchObject({ kind: "cpu", name: "CPU, 1 thread (ONNX Runtime)" });
    expect(session).toBeInstanceOf(OnnxSession);
  });
});
