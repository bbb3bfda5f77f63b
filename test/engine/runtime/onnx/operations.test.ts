import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostArray, HostArrays, Program } from "../../../../engine/compiler/program";
import { ProgramBuilder } from "../../../../engine/compiler/ProgramBuilder";
import type { Value } from "../../../../engine/ops/operation";
import { createOnnxRuntime } from "../../../../engine/runtime/onnx/createOnnxRuntime";
import { ReferenceRuntime } from "../../../../engine/runtime/reference/ReferenceRuntime";
import type { Runtime } from "../../../../engine/runtime/runtime";
import { operationCases, type OperationCase } from "../../ops/cases";
import { drawInputs } from "../../ops/draw";

let cpu: Runtime;
beforeAll(async () => {
  cpu = await createOnnxRuntime();
});
afterAll(() => cpu.dispose());

const reference = new ReferenceRuntime();

describe("an operation on ONNX Runtime gives what its reference gives:", () => {
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
  const method = builder.b[entry.op as "conv2d"] as unknown as (
    ...args: unknown[]
  ) => Value | readonly Value[];
  const inputs = entry.inputs.map((type, i) => builder.feed(`x${i}`, type));
  const attributes = Object.keys(entry.attributes).length > 0 ? [entry.attributes] : [];
  const results = entry.op === "concat" ? method(inputs, ...attributes) : method(...inputs, ...attributes);
  [results].flat().forEach((value, i) => {
    builder.output(`y${i}`, value as Value);
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

/** Relative to the largest number of the tensor: a sum of many has the rounding of its terms. */
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
