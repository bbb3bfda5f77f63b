import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Program } from "../../../../engine/compiler/program";
import type { HostArray, HostArrays } from "../../../../engine/tensor/hostArrays";
import { ProgramBuilder } from "../../../../engine/compiler/ProgramBuilder";
import { createOnnxRuntime } from "../../../../engine/runtime/onnx/createOnnxRuntime";
import { ReferenceRuntime } from "../../../../engine/runtime/reference/ReferenceRuntime";
import type { Runtime } from "../../../../engine/runtime/runtime";
import { operationCases, type OperationCase } from "../../ops/cases";
import { drawInputs } from "../../ops/draw";
import { namedInputs } from "../../ops/namedInputs";

let cpu: Runtime;
beforeAll(async () => {
  cpu = await createOnnxRuntime();
});
afterAll(() => cpu.dispose());

const reference = new ReferenceRuntime();

describe("an operation on ONNX Runtime matches its reference:", () => {
  it.each(operationCases.map((entry) => [entry.title, entry] as const))("%s", async (_, entry) => {
    const program = programOf(entry);
    const inputs = Object.fromEntries(drawInputs(entry).map(({ data }, i) => [`x${i}`, data]));
    const wanted = await evaluate(reference, program, inputs);
    const got = await evaluate(cpu, program, inputs);
    for (const [name, values] of Object.entries(wanted)) {
      const exact = entry.op === "random" || values instanceof Int32Array;
      expectClose(got[name]!, values, exact ? 0 : 1e-5);
    }
  });
});

function programOf(entry: OperationCase): Program {
  const builder = new ProgramBuilder();
  const inputs = entry.inputs.map((type, i) => builder.feed(`x${i}`, type));
  builder.append(entry.op, namedInputs(entry, inputs), entry.attributes).forEach((value, i) => {
    builder.output(`y${i}`, value);
  });
  return builder.finish();
}

async function evaluate(
  runtime: Runtime,
  program: Program,
  feeds: HostArrays,
): Promise<Record<string, HostArray>> {
  let result: Record<string, HostArray> = {};
  const session = runtime.open();
  const executable = await session.load(program, (_, outputs) => {
    result = Object.fromEntries(Object.entries(outputs).map(([name, data]) => [name, data.slice()]));
  });
  await executable.run(feeds, 0);
  await executable.drain();
  session.dispose();
  return result;
}

/** Relative to the tensor's largest element: a sum of many terms has their rounding errors. */
function expectClose(got: HostArray, wanted: HostArray, tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  const finite = [...wanted].filter(Number.isFinite).map(Math.abs);
  const scale = Math.max(1e-30, ...finite);
  const worst = [...wanted].reduce((worst, value, i) => {
    const difference = Object.is(value, got[i]) || value === got[i] ? 0 : Math.abs(value - got[i]!);
    return Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }, 0);
  expect(worst / scale).toBeLessThanOrEqual(tolerance);
}

describe("numbers that are not finite", () => {
  const one = (data: number[]) => ({ x0: Float32Array.from(data) });

  it.each([[NaN], [Infinity], [-Infinity]])(
    "a histogram of %s and others does not end the step",
    async (broken) => {
      const entry = operationCases.find(({ op, inputs }) => op === "histogram" && inputs[0]!.shape[0] === 4)!;
      const program = programOf(entry);
      const data = { ...one([0, broken, 0.5, 1]), x1: Float32Array.of(0), x2: Float32Array.of(1) };
      expect((await evaluate(cpu, program, data)).y0).toEqual(Float32Array.of(1, 1, 1));
      for (const bounds of [
        { x1: Float32Array.of(0), x2: Float32Array.of(broken) },
        { x1: Float32Array.of(broken), x2: Float32Array.of(1) },
      ]) {
        const counts = (await evaluate(cpu, program, { ...data, ...bounds })).y0!;
        expect([...counts].every((count) => count >= 0 && count <= 4)).toBe(true);
      }
    },
  );

  it.each(["relu", "abs", "sqrt", "exp", "tanh", "sigmoid", "neg"] as const)(
    "%s passes NaN on",
    async (op) => {
      const entry = operationCases.find((entry) => entry.op === op && entry.inputs[0]!.shape[0] === 7)!;
      const data = one([NaN, 1, NaN, 2, 3, NaN, 0.5]);
      const wanted = await evaluate(reference, programOf(entry), data);
      const got = await evaluate(cpu, programOf(entry), data);
      expect([...got.y0!].map(Number.isNaN)).toEqual([...wanted.y0!].map(Number.isNaN));
    },
  );

  it.each(["maximum", "minimum", "where"] as const)("%s treats NaN as its reference does", async (op) => {
    const entry = operationCases.find(
      (entry) => entry.op === op && entry.inputs.every(({ shape }) => shape.length === 1 && shape[0] === 7),
    )!;
    const lists = [
      [NaN, 1, 0, NaN, 1, 1, 0],
      [1, NaN, 2, NaN, NaN, 3, NaN],
      [NaN, 1, NaN, 2, 3, NaN, 4],
    ];
    const data = Object.fromEntries(entry.inputs.map((_, i) => [`x${i}`, Float32Array.from(lists[i]!)]));
    const wanted = await evaluate(reference, programOf(entry), data);
    const got = await evaluate(cpu, programOf(entry), data);
    expect([...got.y0!]).toEqual([...wanted.y0!]);
  });

  it.each(["max", "sum"] as const)("%s over an axis propagates NaN", async (op) => {
    const entry = operationCases.find((entry) => entry.op === op && entry.inputs[0]!.shape.length === 1)!;
    const size = entry.inputs[0]!.shape[0]!;
    const data = one(Array.from({ length: size }, (_, i) => (i === 2 ? NaN : i)));
    expect((await evaluate(cpu, programOf(entry), data)).y0).toEqual(Float32Array.of(NaN));
  });
});
