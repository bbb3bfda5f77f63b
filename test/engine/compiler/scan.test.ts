import { describe, expect, it } from "vitest";
import { gradientStep } from "../../../engine/compiler/gradientStep";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { print } from "../../../engine/compiler/print";
import type { HostArrays, Program } from "../../../engine/compiler/program";
import { differentiate } from "../../../engine/compiler/differentiate";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { scanStates } from "../../../engine/compiler/scan";
import { trainingStep } from "../../../engine/compiler/trainingStep";
import { unrollScans } from "../../../engine/compiler/unrollScans";
import { infer } from "../../../engine/graph/infer";
import { fillUniform } from "../../../engine/ops/philox";
import { float, sizeOf } from "../../../engine/ops/tensor";
import { createOnnxRuntime } from "../../../engine/runtime/onnx/createOnnxRuntime";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import type { Runtime } from "../../../engine/runtime/runtime";
import { documentOf, graphOf } from "../graph/documents";

const steps = 40;

/** A recurrent layer with everything that it may have, over more steps than are written out. */
function recurrent(layer: string, features = 3) {
  const text = documentOf(
    `"x": { "type": "Input", "shape": [${String(steps)}, ${String(features)}] },
     "mask": { "type": "Input", "shape": [${String(steps)}], "dtype": "int32" },
     "first": { "type": "Input", "shape": [4, 5] },
     "r": ${layer}, "f": { "type": "Flatten" }, "target": { "type": "Constant", "shape": [], "value": 0 },
     "l": { "type": "Linear", "outFeatures": 1 }, "loss": { "type": "MSELoss" }, "y": { "type": "Input", "shape": [1] }`,
    [
      "x -> r",
      "mask -> r.mask",
      "first -> r.hidden0",
      "r -> f",
      "f -> l",
      "l -> loss.input",
      "y -> loss.target",
    ],
  );
  return infer(graphOf(text));
}

const layers = {
  LSTM: `{ "type": "LSTM", "hiddenSize": 5, "numLayers": 2, "bidirectional": true }`,
  GRU: `{ "type": "GRU", "hiddenSize": 5, "numLayers": 2, "bidirectional": true }`,
  RNN: `{ "type": "RNN", "hiddenSize": 5, "numLayers": 2, "bidirectional": true, "bias": false }`,
};

/** A Program's outputs for drawn feeds and weights. */
async function outputsOf(runtime: Runtime, program: Program, state: HostArrays): Promise<HostArrays> {
  let results: HostArrays = {};
  const session = runtime.open();
  const executable = await session.load(program, (_, outputs) => {
    results = Object.fromEntries(Object.entries(outputs).map(([name, data]) => [name, data.slice()]));
  });
  await session.write(Object.fromEntries(program.state.map(({ name }) => [name, state[name]!])));
  const feeds = program.feeds.map(({ name, value: { type } }, i) => {
    const numbers = new Float64Array(sizeOf(type.shape));
    fillUniform(numbers, 3, i, 0);
    // The mask ends some sequences early.
    if (name.startsWith("mask"))
      return [name, Int32Array.from(numbers, (u, at) => (at % steps < 25 + u * 20 ? 1 : 0))];
    const isReference = runtime.device.kind === "reference";
    return [name, isReference ? numbers : Float32Array.from(numbers)] as const;
  });
  await executable.run(Object.fromEntries(feeds) as HostArrays, 1);
  await executable.drain();
  executable.dispose();
  return results;
}

describe.each(Object.entries(layers))("a long %s", (_, layer) => {
  const typed = recurrent(layer);
  const program = gradientStep(typed, { batchSize: 2, training: true });
  const weights = initialWeights(typed, 1);
  const state = Object.fromEntries(
    Object.entries(weights).map(([name, data]) => [name, Float64Array.from(data)]),
  );

  it("is found without a problem, and is a loop in the Program", () => {
    expect(typed.problems).toEqual([]);
    expect(program.instructions.filter(({ op }) => op === "scan")).toHaveLength(8);
  });

  it("gives what it gives written out, gradients too", async () => {
    const reference = new ReferenceRuntime();
    const [looped, written] = [
      await outputsOf(reference, program, state),
      await outputsOf(reference, unrollScans(program), state),
    ];
    expect(Object.keys(looped)).toEqual(Object.keys(written));
    expectClose(looped, written, 1e-12);
  });

  it("gives it on the CPU", async () => {
    const single = Object.fromEntries(
      Object.entries(state).map(([name, data]) => [name, Float32Array.from(data)]),
    );
    const runtime = await createOnnxRuntime();
    try {
      expectClose(
        await outputsOf(runtime, program, single),
        await outputsOf(new ReferenceRuntime(), program, state),
        // Of sums over all steps in single precision.
        1e-4,
      );
    } finally {
      await runtime.dispose();
    }
  });
});

/** The largest difference of each output, relative to its largest number. */
function expectClose(found: HostArrays, wanted: HostArrays, tolerance: number): void {
  for (const [name, data] of Object.entries(wanted)) {
    const numbers = Array.from(data);
    const scale = numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-3);
    const off = numbers.reduce((most, x, i) => Math.max(most, Math.abs(x - found[name]![i]!)), 0) / scale;
    expect(off, name).toBeLessThan(tolerance);
  }
}

it.each([false, true])("differentiates a loop as the loop written out (reverse: %s)", async (reverse) => {
  const build = (unrolled: boolean) => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const h = builder.feed("h", float([2, 3]));
    const x = builder.feed("x", float([5, 2, 3]));
    const w = builder.feed("w", float([3, 3]));
    const [all] = scanStates(b, { states: [h], sequences: [x], constants: [w], reverse }, (inner, given) => {
      const [state, row, weight] = [given.states[0]!, given.rows[0]!, given.constants[0]!];
      return [
        inner.tanh(inner.add(row, inner.matmul(state, weight, { transposeA: false, transposeB: true }))),
      ];
    });
    builder.output("loss", b.sum(b.mul(all!, all!), { axes: [0, 1, 2], keepDims: false }));
    const forward = unrolled ? unrollScans(builder.finish()) : builder.finish();
    const rest = new ProgramBuilder();
    const feeds = forward.feeds.map(({ name, value }) => rest.feed(name, value.type));
    const values = new Map(forward.feeds.map(({ value }, i) => [value.id, feeds[i]!]));
    for (const { op, inputs, outputs, attributes } of forward.instructions)
      rest
        .append(
          op,
          inputs.map(({ id }) => values.get(id)!),
          attributes,
        )
        .forEach((value, i) => {
          values.set(outputs[i]!.id, value);
        });
    const loss = values.get(forward.outputs[0]!.value.id)!;
    differentiate(rest.b, rest.instructions, loss, feeds).forEach((gradient, i) => {
      rest.output(`g${String(i)}`, gradient!);
    });
    return rest.finish();
  };
  const reference = new ReferenceRuntime();
  expectClose(
    await outputsOf(reference, build(false), {}),
    await outputsOf(reference, build(true), {}),
    1e-12,
  );
});

it("keeps a training step as small for a long sequence as for a short one", () => {
  const size = (length: number) => {
    const text = documentOf(
      `"d": { "type": "Dataset", "source": "sine", "window": ${String(length)} }, "r": { "type": "LSTM", "hiddenSize": 4 },
       "l": { "type": "Linear", "outFeatures": 1 }, "loss": { "type": "MSELoss" }`,
      ["d.input -> r", "r.hidden -> l", "l -> loss.input", "d.target -> loss.target"],
    );
    return print(trainingStep(infer(graphOf(text)), 8).program).split("\n").length;
  };
  expect(size(784)).toBe(size(40));
});
