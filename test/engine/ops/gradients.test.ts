import { describe, expect, it } from "vitest";
import { differentiate } from "../../../engine/compiler/differentiate";
import type { Program } from "../../../engine/compiler/program";
import type { HostArrays } from "../../../engine/tensor/hostArrays";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { removeUnused } from "../../../engine/compiler/simplify";
import { operations } from "../../../engine/ops";
import { fillUniform } from "../../../engine/ops/philox";
import { float, sizeOf } from "../../../engine/tensor/tensor";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import { operationCases, type OperationCase } from "./cases";
import { drawInputs } from "./draw";
import { namedInputs } from "./namedInputs";

/** The most elements of each input that are perturbed. */
const maxPerturbed = 5;

describe("operations", () => {
  it("each have a test case", () => {
    const covered = new Set<string>(operationCases.map(({ op }) => op));
    expect(Object.keys(operations).filter((name) => !covered.has(name))).toEqual([]);
  });

  const differentiable = operationCases.filter(
    ({ op, inputs, smooth }) =>
      smooth && operations[op].gradient !== "none" && inputs.some((type) => type.dtype === "float32"),
  );
  // A straight-through gradient differs from the function's by design.
  const checked = differentiable.filter(({ op }) => op !== "straightThrough");
  it.each(checked.map((entry) => [entry.title, entry] as const))("gradient of %s", async (_, entry) => {
    await checkGradient(entry);
  });
});

/** Compares the gradient with central differences of Σ weights·f(x) in float64. */
async function checkGradient(entry: OperationCase): Promise<void> {
  const builder = new ProgramBuilder();
  const { b } = builder;
  const inputs = entry.inputs.map((type, i) => builder.feed(`x${i}`, type));
  const result = builder.append(entry.op, namedInputs(entry, inputs), entry.attributes)[0]!;
  const cotangent = builder.feed("cotangent", float(result.type.shape));
  const axes = result.type.shape.map((_, axis) => axis);
  const loss = b.sum(b.mul(result, cotangent), { axes, keepDims: false });
  const floats = inputs.filter(({ type }) => type.dtype === "float32");
  const gradients = differentiate(builder, loss, floats);
  builder.output("loss", loss);
  gradients.forEach((gradient, i) => {
    if (gradient) builder.output(`g${inputs.indexOf(floats[i]!)}`, gradient);
  });
  const program = builder.finish();
  const forward = removeUnused({
    ...program,
    outputs: program.outputs.filter(({ name }) => name === "loss"),
  });

  const feeds: Record<string, Float64Array | Int32Array> = {
    cotangent: new Float64Array(sizeOf(result.type.shape)),
  };
  fillUniform(feeds.cotangent as Float64Array, 11, 0, 0);
  drawInputs(entry).forEach(({ data }, i) => (feeds[`x${i}`] = data));
  const analytic = await evaluate(program, feeds);

  for (const input of floats) {
    const name = `x${inputs.indexOf(input)}`;
    const gradient = analytic[`g${inputs.indexOf(input)}`];
    const data = feeds[name]!;
    const stride = Math.max(1, Math.floor(data.length / maxPerturbed));
    for (let element = 0; element < data.length; element += stride) {
      const value = data[element]!;
      const h = 1e-5;
      data[element] = value + h;
      const above = (await evaluate(forward, feeds)).loss![0]!;
      data[element] = value - h;
      const below = (await evaluate(forward, feeds)).loss![0]!;
      data[element] = value;
      const numeric = (above - below) / (2 * h);
      const exact = gradient?.[element] ?? 0;
      expect(
        Math.abs(exact - numeric),
        `${entry.op} ${name}[${element}]: ${exact} against ${numeric}`,
      ).toBeLessThan(1e-6 * Math.max(1, Math.abs(numeric)) * 5);
    }
  }
}

async function evaluate(program: Program, feeds: HostArrays): Promise<Record<string, Float64Array>> {
  let result: Record<string, Float64Array> = {};
  const session = new ReferenceRuntime().open();
  const executable = await session.load(program, (_, outputs) => {
    result = Object.fromEntries(
      Object.entries(outputs).map(([name, data]) => [name, Float64Array.from(data)]),
    );
  });
  await executable.run(feeds, 0);
  await executable.drain();
  return result;
}
