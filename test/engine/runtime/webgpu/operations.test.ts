import { describe, expect, it } from "vitest";
import { ProgramBuilder } from "../../../../engine/compiler/ProgramBuilder";
import { operations } from "../../../../engine/ops";
import type { Operation, Value } from "../../../../engine/ops/operation";
import { sizeOf, type HostTensor } from "../../../../engine/ops/tensor";
import { operationCases, type OperationCase } from "../../ops/cases";
import { drawInputs } from "../../ops/draw";
import { runOnce, useSoftwareDevice } from "./softwareDevice";

/** Relative to the tensor's largest number, or to 1. Drivers in software compute exp and log by polynomials. */
const tolerance = 1e-5;

const { session } = useSoftwareDevice();

/** The kernels chosen for each kind of device; all of them run on the software adapter. */
const devices = {
  "this adapter": {},
  "a software adapter without subgroups": { subgroupSize: 0 },
  "a GPU": { software: false },
  "a GPU with few workgroups": { software: false, maxWorkgroups: 3 },
};
/** Operations whose kernels differ by device. */
const varied = new Set<string>(
  Object.values(operations).flatMap(({ name, webgpu }) => (webgpu.kind === "kernels" ? [name] : [])),
);

describe.each(Object.entries(devices))("with the kernels for %s", (title, traits) => {
  const chosen = operationCases.filter(({ op }) => title === "this adapter" || varied.has(op));
  // Few workgroups along one axis make kernels use the second; a product has no second.
  const fitting = chosen.filter(({ op }) => !("maxWorkgroups" in traits) || !/matmul|conv2d/.test(op));
  it.each(fitting.map((entry) => [entry.title, entry] as const))("%s", async (_, entry) => {
    const inputs = drawInputs(entry);
    const expected = reference(entry, inputs);
    const { program, feeds } = programOf(entry, inputs);
    const results = await runOnce(session(traits), program, feeds);
    expected.forEach(({ data }, i) => {
      expectClose(results[`y${i}`]!, data);
    });
  });
});

describe("numbers that are not finite", () => {
  const values = [NaN, Infinity, -Infinity, 0, -0, 1, -2, 3e38, -1e-38];
  const unary = ["neg", "abs", "relu", "sqrt", "exp", "tanh", "sigmoid", "floor"] as const;
  it.each(unary)("%s", async (op) => {
    await checkElements(op, [values]);
  });
  const grid = values.flatMap((x) => values.map((y) => [x, y] as const));
  const binary = ["add", "sub", "mul", "maximum", "minimum", "greater", "less", "equal"] as const;
  it.each(binary)("%s", async (op) => {
    await checkElements(op, [grid.map(([x]) => x), grid.map(([, y]) => y)]);
  });
  it.each(["sum", "max"] as const)("%s", async (op) => {
    const builder = new ProgramBuilder();
    const x = builder.feed("x", { shape: [3, 4], dtype: "float32" });
    builder.output("y", builder.b[op](x, { axes: [1], keepDims: false }));
    const feeds = { x: Float32Array.of(1, NaN, 2, 3, 1, 2, Infinity, 4, -Infinity, 1, 2, 3) };
    const { y } = await runOnce(session(), builder.finish(), feeds);
    expect([...y!]).toEqual(op === "sum" ? [NaN, Infinity, -Infinity] : [NaN, Infinity, 3]);
  });

  async function checkElements(op: (typeof unary)[number] | (typeof binary)[number], lists: number[][]) {
    const entry = {
      op,
      title: op,
      inputs: lists.map(({ length }) => ({ shape: [length], dtype: "float32" as const })),
      draws: lists,
      attributes: {},
      smooth: false,
    } satisfies OperationCase;
    const inputs = drawInputs(entry);
    const { program, feeds } = programOf(entry, inputs);
    const { y0 } = await runOnce(session(), program, feeds);
    expectClose(y0!, reference(entry, inputs)[0]!.data);
  }
});

function reference({ op, inputs, attributes }: OperationCase, tensors: readonly HostTensor[]): HostTensor[] {
  const operation = operations[op] as Operation;
  const outputs = operation.infer(inputs, attributes).map((type): HostTensor => {
    const size = sizeOf(type.shape);
    return { type, data: type.dtype === "int32" ? new Int32Array(size) : new Float64Array(size) };
  });
  operation.reference(tensors, outputs, attributes);
  return outputs;
}

function programOf({ op, attributes }: OperationCase, inputs: readonly HostTensor[]) {
  const builder = new ProgramBuilder();
  const operands = inputs.map(({ type }, i) => builder.feed(`x${i}`, type));
  const call = builder.b[op] as unknown as (...args: unknown[]) => Value | readonly Value[];
  const last = Object.keys(attributes).length > 0 ? [attributes] : [];
  const made = op === "concat" ? call(operands, ...last) : call(...operands, ...last);
  const outputs = Array.isArray(made) ? (made as readonly Value[]) : [made as Value];
  outputs.forEach((value, i) => {
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
