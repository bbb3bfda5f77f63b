import { expect } from "vitest";
import { ProgramBuilder } from "../../../../engine/compiler/ProgramBuilder";
import type { Program } from "../../../../engine/compiler/program";
import { ReferenceRuntime } from "../../../../engine/runtime/reference/ReferenceRuntime";
import type { HostArrays } from "../../../../engine/tensor/hostArrays";
import type { HostTensor } from "../../../../engine/tensor/tensor";
import type { WebgpuSession } from "../../../../engine/runtime/webgpu/WebgpuSession";
import type { OperationCase } from "../../ops/cases";
import { drawInputs } from "../../ops/draw";
import { namedInputs } from "../../ops/namedInputs";
import { runOnce } from "./softwareDevice";

/** Relative to the tensor's largest element, or to 1. Software drivers compute exp and log by polynomials. */
const tolerance = 1e-5;

/** Runs a case as a Program of one instruction and compares each element with the reference. */
export async function checkOperation(session: WebgpuSession, entry: OperationCase): Promise<void> {
  const inputs = drawInputs(entry);
  const { program, feeds } = programOf(entry, inputs);
  const results = await runOnce(session, program, feeds);
  const wanted = await reference(program, inputs);
  for (const [name, data] of Object.entries(wanted)) expectClose(results[name]!, data);
}

async function reference(program: Program, inputs: readonly HostTensor[]): Promise<HostArrays> {
  let results: HostArrays = {};
  const executable = await new ReferenceRuntime().open().load(program, (_, outputs) => {
    results = outputs;
  });
  await executable.run(Object.fromEntries(inputs.map(({ data }, i) => [`x${i}`, data])), 0);
  return results;
}

function programOf(entry: OperationCase, inputs: readonly HostTensor[]) {
  const builder = new ProgramBuilder();
  const operands = inputs.map(({ type }, i) => builder.feed(`x${i}`, type));
  builder.append(entry.op, namedInputs(entry, operands), entry.attributes).forEach((value, i) => {
    builder.output(`y${i}`, value);
  });
  const feeds = Object.fromEntries(
    inputs.map(({ data }, i) => [`x${i}`, data instanceof Int32Array ? data : Float32Array.from(data)]),
  );
  return { program: builder.finish(), feeds };
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  let scale = 1;
  for (let i = 0; i < expected.length; i++) {
    if (Number.isFinite(expected[i]!)) scale = Math.max(scale, Math.abs(expected[i]!));
  }
  for (let i = 0; i < expected.length; i++) {
    const [is, should] = [actual[i]!, Math.fround(expected[i]!)];
    if (Object.is(is, should) || is === should) continue;
    const error = Math.abs(is - should) / scale;
    if (!(error <= tolerance)) expect.fail(`element ${i} is ${is}, not ${should} (error ${error})`);
  }
}
