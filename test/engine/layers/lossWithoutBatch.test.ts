import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluationStep } from "../../../engine/compiler/evaluationStep";
import { gradientStep } from "../../../engine/compiler/gradientStep";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import type { Program } from "../../../engine/compiler/program";
import type { HostArray } from "../../../engine/tensor/hostArrays";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { sizeOf } from "../../../engine/tensor/tensor";
import { createOnnxRuntime } from "../../../engine/runtime/onnx/createOnnxRuntime";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import type { Runtime } from "../../../engine/runtime/runtime";
import { typedOf } from "../graph/documents";

const batchSize = 3;

interface Given {
  readonly dtype?: "int32";
  /** Of the tensor without a batch. */
  readonly own: readonly number[];
  /** Of one sample of the same with a batch. */
  readonly sample: readonly number[];
  readonly values: readonly number[];
}

const yes: Given = { own: [1], sample: [1], values: [1] };
const cases: readonly (readonly [
  loss: object,
  input: readonly number[],
  port: string,
  given: Given,
  metric: string,
])[] = [
  [{ type: "BCEWithLogitsLoss" }, [1], "target", yes, "accuracy"],
  [{ type: "BCEWithLogitsLoss" }, [1], "target", { ...yes, own: [] }, "auc"],
  [
    { type: "BCEWithLogitsLoss", reduction: "sum" },
    [4],
    "target",
    { own: [], sample: [4], values: [1] },
    "accuracy",
  ],
  [{ type: "MSELoss" }, [2, 3], "target", { own: [3], sample: [2, 3], values: [0.5, -1, 2] }, "rmse"],
  [{ type: "MSELoss" }, [], "target", { own: [], sample: [], values: [0.5] }, "mae"],
  [{ type: "L1Loss", reduction: "sum" }, [2], "target", { own: [2], sample: [2], values: [0.5, -1] }, "r2"],
  [{ type: "CrossEntropyLoss" }, [4], "target", { dtype: "int32", own: [], sample: [], values: [2] }, "f1"],
  [
    { type: "NLLLoss", reduction: "sum" },
    [4],
    "target",
    { dtype: "int32", own: [], sample: [], values: [2] },
    "top2",
  ],
  [{ type: "HingeLoss" }, [2], "target", { own: [], sample: [2], values: [-1] }, ""],
];

function document(
  loss: object,
  input: readonly number[],
  port: string,
  source: object,
  metric: string,
): TypedGraph {
  const typed = typedOf(
    JSON.stringify({
      netloom: 1,
      nodes: { x: { type: "Input", shape: input }, given: source, loss },
      edges: ["x -> loss.input", `given -> loss.${port}`],
      training: { metrics: metric === "" ? [] : [metric] },
    }),
  );
  expect(typed.problems).toEqual([]);
  return typed;
}

async function run(runtime: Runtime, program: Program, feeds: Record<string, HostArray>) {
  const session = runtime.open();
  let found: Record<string, number[]> = {};
  const executable = await session.load(program, (_, outputs) => {
    found = Object.fromEntries(Object.entries(outputs).map(([name, values]) => [name, [...values]]));
  });
  await executable.run(Object.fromEntries(program.feeds.map(({ name }) => [name, feeds[name]!])), 1);
  session.dispose();
  return found;
}

/** The values of one sample as broadcasting against its shape repeats them. */
function repeated({ own, sample, values }: Given): number[] {
  const size = sizeOf(sample);
  expect(size % Math.max(1, sizeOf(own))).toBe(0);
  return Array.from({ length: size }, (_, i) => values[i % values.length]!);
}

describe.each<[string, () => Promise<Runtime>]>([
  ["reference", () => Promise.resolve(new ReferenceRuntime())],
  ["onnx", () => createOnnxRuntime()],
])("a tensor without a batch at a loss (%s)", (_, open) => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await open();
  });
  afterAll(() => runtime.dispose());

  it.each(cases)(
    "%o of %j at %s is the same for every sample: %o",
    async (loss, input, port, given, metric) => {
      const { own, sample, values, dtype } = given;
      const kind = dtype && { dtype };
      const constant = { type: "Constant", shape: own, values, ...kind };
      const without = document(loss, input, port, constant, metric);
      const explicit = document(loss, input, port, { type: "Input", shape: sample, ...kind }, metric);
      const x = Float32Array.from({ length: batchSize * sizeOf(input) }, (_, i) => Math.sin(3 * i + 1));
      const each = repeated(given);
      const row = Array.from({ length: batchSize }, () => each).flat();
      const feeds: Record<string, HostArray> = {
        "x.output": x,
        "given.output": dtype ? Int32Array.from(row) : Float32Array.from(row),
      };
      const options = { batchSize, training: true };
      const steps = (typed: TypedGraph) => [
        gradientStep(typed, options),
        evaluationStep(typed, batchSize).program,
      ];
      const programs = steps(explicit);
      for (const [i, program] of steps(without).entries()) {
        const [found, expected] = [
          await run(runtime, program, feeds),
          await run(runtime, programs[i]!, feeds),
        ];
        const compared = Object.keys(expected).filter((name) => !name.includes("given"));
        expect(compared).toEqual(expect.arrayContaining(i === 0 ? ["loss", "grad/x.output"] : ["loss"]));
        for (const name of compared)
          expected[name]!.forEach((value, at) =>
            expect(found[name]![at], `${name} ${String(at)}`).toBeCloseTo(value, 6),
          );
        if (i === 1 && metric !== "") expect(Object.keys(found)).toContain(metric);
      }
    },
  );
});

it("learns a Parameter that stands for every sample by the sum over them", async () => {
  const typed = typedOf(
    JSON.stringify({
      netloom: 1,
      nodes: {
        mean: { type: "Parameter", shape: [2] },
        y: { type: "Input", shape: [2] },
        loss: { type: "MSELoss" },
      },
      edges: ["mean -> loss.input", "y -> loss.target"],
    }),
  );
  expect(typed.problems).toEqual([]);
  const program = gradientStep(typed, { batchSize, training: true });
  const session = new ReferenceRuntime().open();
  let found: Record<string, number[]> = {};
  const executable = await session.load(program, (_, outputs) => {
    found = Object.fromEntries(Object.entries(outputs).map(([name, values]) => [name, [...values]]));
  });
  const start = { ...initialWeights(typed, 1), "mean.weight": Float64Array.of(1, -1) };
  await session.write(start);
  await executable.run({ "y.output": Float64Array.of(0, 1, 2, 3, 4, 5) }, 1);
  session.dispose();
  // 2 / (3 · 2) · Σ (w − y)
  expect(found["grad/mean.weight"]!.map((value) => Number(value.toFixed(9)))).toEqual([-1, -4]);
});

describe("a tensor without a batch that does not fit", () => {
  it.each<[object, readonly number[], object, string]>([
    [
      { type: "MSELoss" },
      [3],
      { type: "Constant", shape: [2] },
      "loss: compares 3 (input) with 2 (target): the shapes must be equal; target has no batch and is the same for every sample (x gives 3, given gives 2 without a batch)",
    ],
    [
      { type: "MSELoss" },
      [1],
      { type: "Constant", shape: [4, 1] },
      "loss: compares 1 (input) with 4×1 (target): the shapes must be equal; target has no batch and is the same for every sample (x gives 1, given gives 4×1 without a batch)",
    ],
  ])("says which one it is: %o", (loss, input, given, message) => {
    const typed = typedOf(
      JSON.stringify({
        netloom: 1,
        nodes: { x: { type: "Input", shape: input }, given, loss },
        edges: ["x -> loss.input", "given -> loss.target"],
      }),
    );
    expect(typed.problems.map((problem) => problem.message)).toEqual([message]);
  });

  it("is named by every layer of which it is asked more", () => {
    const typed = typedOf(
      JSON.stringify({
        netloom: 1,
        nodes: { image: { type: "Constant", shape: [3, 8, 8] }, conv: { type: "Conv2d", outChannels: 2 } },
        edges: ["image -> conv"],
      }),
    );
    expect(typed.problems.map((problem) => problem.message)).toEqual([
      "conv: needs an image (channels×height×width) but gets 3×8×8 (image gives 3×8×8 without a batch)",
    ]);
  });
});
