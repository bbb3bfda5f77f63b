import { describe, expect, it, vi } from "vitest";
import type { Program } from "../../../../engine/compiler/program";
import type { HostArray, HostArrays } from "../../../../engine/tensor/hostArrays";
import { ProgramBuilder } from "../../../../engine/compiler/ProgramBuilder";
import { fillUniform } from "../../../../engine/ops/philox";
import { float, int, sizeOf } from "../../../../engine/tensor/tensor";
import { ReferenceRuntime } from "../../../../engine/runtime/reference/ReferenceRuntime";
import type { Session } from "../../../../engine/runtime/runtime";
import { compileStep, dispatchesOf } from "../../../../engine/runtime/webgpu/compileStep";
import { runOnce, useSoftwareDevice } from "./softwareDevice";

const { session, device } = useSoftwareDevice();

describe("a step", () => {
  it("matches the reference, fused or not, for a network with Adam", async () => {
    const program = network();
    const expected = await curve(new ReferenceRuntime().open(), program, 20);
    const fused = await curve(session(), program, 20);
    // With two buffers nothing can be fused.
    const unfused = await curve(session({}, 2), program, 20);
    expect(compiled(program).launches.length).toBeLessThan(compiled(program, 2).launches.length);
    for (const losses of [fused, unfused]) {
      losses.forEach((loss, i) => {
        expect(Math.abs(loss - expected[i]!) / expected[i]!).toBeLessThan(1e-5);
      });
    }
  });

  it("updates weights in place and copies nothing", () => {
    const { copies, launches } = compiled(network());
    expect(copies).toEqual([]);
    expect(
      dispatchesOf(launches).filter(({ bindings }) => bindings.some(({ kind }) => kind === "state")).length,
    ).toBeGreaterThan(0);
  });

  it("keeps the old state for later readers and for outputs", async () => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const w = builder.slot("w", float([3]));
    const next = b.add(w, 1);
    builder.update("w", next);
    builder.output("old", w);
    builder.output(
      "later",
      b.sum(b.mul(w, b.sum(next, { axes: [0], keepDims: false })), { axes: [0], keepDims: false }),
    );
    const opened = session();
    const first = await runOnce(opened, builder.finish(), {});
    const second = await runOnce(opened, builder.finish(), {});
    expect([...first.old!, ...first.later!]).toEqual([0, 0, 0, 0]);
    expect([...second.old!, ...second.later!]).toEqual([1, 1, 1, 18]);
    expect([...(await opened.read(["w"])).w!]).toEqual([2, 2, 2]);
  });

  it("swaps two states, and copies a feed and a reshaped state", async () => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const [p, q] = [builder.slot("p", float([2])), builder.slot("q", float([2]))];
    const x = builder.feed("x", float([3]));
    builder.slot("last", float([3]));
    builder.slot("column", float([2, 1]));
    builder.update("p", q);
    builder.update("q", p);
    builder.update("last", x);
    builder.update("column", b.reshape(p, { shape: [2, 1] }));
    const program = builder.finish();
    const opened = session();
    const executable = await opened.load(program, () => undefined);
    await opened.write({ p: Float32Array.of(1, 2), q: Float32Array.of(3, 4) });
    await executable.run({ x: Float32Array.of(7, 8, 9) }, 1);
    const states = await opened.read(["p", "q", "last", "column"]);
    expect(Object.values(states).map((array) => [...array])).toEqual([
      [3, 4],
      [1, 2],
      [7, 8, 9],
      [1, 2],
    ]);
  });

  it("reads and writes one state in two Programs of a session", async () => {
    const count = new ProgramBuilder();
    const counter = count.slot("count", int([]));
    count.update("count", count.b.add(counter, count.b.constant({ value: 1, dtype: "int32" })));
    const look = new ProgramBuilder();
    look.output("count", look.slot("count", int([])));
    const opened = session();
    const first = await opened.load(count.finish(), () => undefined);
    for (let i = 0; i < 5; i++) await first.run({}, i);
    expect([...(await runOnce(opened, look.finish(), {})).count!]).toEqual([5]);
  });

  it("draws the same random numbers as the reference", async () => {
    const builder = new ProgramBuilder();
    const [seed, step] = [builder.feed("seed", int([])), builder.feed("step", int([]))];
    builder.output("u", builder.b.random(seed, step, { shape: [7, 9], stream: 5, draw: 0 }));
    const feeds = { seed: Int32Array.of(-3), step: Int32Array.of(11) };
    const { u } = await runOnce(session(), builder.finish(), feeds);
    const expected = new Float32Array(63);
    fillUniform(expected, -3, 11, 5);
    expect([...u!]).toEqual([...expected]);
  });

  it("outputs constants, broadcasts and views", async () => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const x = builder.feed("x", float([2, 3]));
    builder.output("constant", b.constant({ value: 2.5 }));
    builder.output("broadcast", b.broadcast(b.constant({ value: -1 }), { shape: [2, 2] }));
    builder.output(
      "slice",
      b.slice(b.transpose(x, { permutation: [1, 0] }), { starts: [1, 0], ends: [3, 1] }),
    );
    builder.output("feed", x);
    builder.output("infinity", b.constant({ value: -Infinity }));
    const results = await runOnce(session(), builder.finish(), { x: Float32Array.of(1, 2, 3, 4, 5, 6) });
    expect(Object.values(results).map((array) => [...array])).toEqual([
      [2.5],
      [-1, -1, -1, -1],
      [2, 3],
      [1, 2, 3, 4, 5, 6],
      [-Infinity],
    ]);
  });
});

describe("running", () => {
  it("delivers every step's outputs in order, whether or not the caller waits", async () => {
    const builder = new ProgramBuilder();
    const x = builder.feed("x", float([]));
    builder.output("y", builder.b.mul(x, 2));
    const received: number[] = [];
    const executable = await session().load(builder.finish(), (index, { y }) => received.push(index, y![0]!));
    const expected: number[] = [];
    for (let i = 0; i < 100; i++) {
      void executable.run({ x: Float32Array.of(i) }, i);
      expected.push(i, 2 * i);
    }
    while (received.length < expected.length) await executable.drain();
    expect(received).toEqual(expected);
  });

  it("has copied its feeds when it returns, whether or not the caller waits", async () => {
    const builder = new ProgramBuilder();
    builder.output("y", builder.b.sum(builder.feed("x", float([64])), { axes: [0], keepDims: false }));
    const received: number[] = [];
    const executable = await session().load(builder.finish(), (_, { y }) => received.push(y![0]!));
    const x = new Float32Array(64);
    for (let i = 0; i < 20; i++) {
      x.fill(i);
      void executable.run({ x }, i);
      x.fill(-1);
    }
    while (received.length < 20) await executable.drain();
    expect(received).toEqual(Array.from({ length: 20 }, (_, i) => 64 * i));
  });

  it("creates no GPU object and does not grow in a thousand steps", async () => {
    const program = network();
    const executable = await session().load(program, () => undefined);
    const feeds = feedsOf(program);
    const gpu = device().device;
    const methods = [
      "createBuffer",
      "createBindGroup",
      "createComputePipeline",
      "createShaderModule",
    ] as const;
    const spies = methods.map((name) => vi.spyOn(gpu, name));
    const run = async (steps: number) => {
      for (let i = 0; i < steps; i++) await executable.run(feeds, i);
      await executable.drain();
      globalThis.gc?.();
      return process.memoryUsage().rss;
    };
    const before = await run(200);
    const after = await run(1000);
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
    expect(after - before).toBeLessThan(32 * 2 ** 20);
  });

  it("refuses a feed that is missing or has the wrong size, and continues to work", async () => {
    const builder = new ProgramBuilder();
    builder.output("y", builder.b.neg(builder.feed("x", float([2]))));
    let last: number[] = [];
    const executable = await session().load(builder.finish(), (_, { y }) => (last = [...y!]));
    expect(() => executable.run({}, 1)).toThrow(expect.objectContaining({ code: "webgpu-value" }));
    expect(() => executable.run({ x: Float32Array.of(1) }, 1)).toThrow(/x needs 2 elements but has 1/);
    await executable.run({ x: Float32Array.of(1, 2) }, 1);
    await executable.drain();
    expect(last).toEqual([-1, -2]);
  });
});

/** A complete training step of a classifier with Adam, for 10 samples. */
function network(): Program {
  const builder = new ProgramBuilder();
  const { b } = builder;
  const [x, labels] = [builder.feed("x", float([10, 6])), builder.feed("labels", int([10]))];
  const rate = builder.feed("learningRate", float([]));
  const weights = { w1: [7, 6], b1: [7], w2: [3, 7] };
  const slots = Object.entries(weights).map(([name, shape]) => ({
    name,
    shape,
    value: builder.slot(name, float(shape)),
  }));
  const [w1, b1, w2] = slots.map(({ value }) => value);
  const product = { transposeA: false, transposeB: true };
  const hidden = b.tanh(b.add(b.matmul(x, w1!, product), b1!));
  const logits = b.matmul(hidden, w2!, product);
  const shifted = b.sub(logits, b.max(logits, { axes: [1], keepDims: true }));
  const exponentials = b.exp(shifted);
  const total = b.sum(exponentials, { axes: [1], keepDims: true });
  const right = b.oneHot(labels, { depth: 3 });
  const logProbability = b.sub(shifted, b.log(total));
  const loss = b.mul(b.sum(b.mul(right, logProbability), { axes: [0, 1], keepDims: false }), -0.1);
  builder.output("loss", loss);
  const dLogits = b.mul(b.sub(b.div(exponentials, total), right), 0.1);
  const dHidden = b.matmul(dLogits, w2!, { transposeA: false, transposeB: false });
  const dSum = b.mul(dHidden, b.sub(1, b.mul(hidden, hidden)));
  const flip = { transposeA: true, transposeB: false };
  const gradients = [
    b.matmul(dSum, x, flip),
    b.sum(dSum, { axes: [0], keepDims: false }),
    b.matmul(dLogits, hidden, flip),
  ];
  slots.forEach(({ name, shape, value }, i) => {
    const gradient = gradients[i]!;
    const mean = b.add(b.mul(builder.slot(`${name}/m`, float(shape)), 0.9), b.mul(gradient, 0.1));
    const square = b.add(
      b.mul(builder.slot(`${name}/v`, float(shape)), 0.99),
      b.mul(b.mul(gradient, gradient), 0.01),
    );
    builder.update(`${name}/m`, mean);
    builder.update(`${name}/v`, square);
    builder.update(name, b.sub(value, b.mul(rate, b.div(mean, b.add(b.sqrt(square), 1e-3)))));
  });
  return builder.finish();
}

function feedsOf(program: Program): HostArrays {
  const feeds: Record<string, HostArray> = {};
  for (const { name, value } of program.feeds) {
    const numbers = new Float32Array(sizeOf(value.type.shape));
    fillUniform(numbers, 1, 2, 3);
    feeds[name] = value.type.dtype === "int32" ? Int32Array.from(numbers, (u) => Math.floor(u * 3)) : numbers;
  }
  return { ...feeds, learningRate: Float32Array.of(0.01) };
}

async function curve(opened: Session, program: Program, steps: number): Promise<number[]> {
  const losses: number[] = [];
  const executable = await opened.load(program, (_, { loss }) => losses.push(loss![0]!));
  const weights: Record<string, HostArray> = {};
  for (const [stream, { name, value }] of program.state.entries()) {
    if (name.includes("/")) continue;
    const numbers = new Float32Array(sizeOf(value.type.shape));
    fillUniform(numbers, 5, 1, stream);
    weights[name] = numbers.map((u) => u - 0.5);
  }
  await opened.write(weights);
  for (let i = 0; i < steps; i++) await executable.run(feedsOf(program), i + 1);
  await executable.drain();
  return losses;
}

function compiled(program: Program, maxBuffers = device().maxBuffers) {
  return compileStep(program, { ...device(), maxBuffers });
}
