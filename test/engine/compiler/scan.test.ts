import { describe, expect, it } from "vitest";
import { gradientStep } from "../../../engine/compiler/gradientStep";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { print } from "../../../engine/compiler/print";
import { differentiate } from "../../../engine/compiler/differentiate";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { scanStates } from "../../../engine/compiler/scan";
import { trainingStep } from "../../../engine/compiler/trainingStep";
import { unrollScans } from "../../../engine/compiler/unrollScans";
import { infer } from "../../../engine/graph/infer";
import { mapInputs } from "../../../engine/ops/inputs";
import type { Value } from "../../../engine/ops/operation";
import { float } from "../../../engine/tensor/tensor";
import { createOnnxRuntime } from "../../../engine/runtime/onnx/createOnnxRuntime";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import { documentOf, graphOf } from "../graph/documents";
import { expectClose, outputsOf, recurrent, recurrentLayers } from "./recurrentProgram";

describe.each(Object.entries(recurrentLayers))("a long %s", (_, layer) => {
  const typed = recurrent(layer);
  const program = gradientStep(typed, { batchSize: 2, training: true });
  const weights = initialWeights(typed, 1);
  const state = Object.fromEntries(
    Object.entries(weights).map(([name, data]) => [name, Float64Array.from(data)]),
  );

  it("has no problems, and is a loop in the Program", () => {
    expect(typed.problems).toEqual([]);
    expect(program.instructions.filter(({ op }) => op === "scan")).toHaveLength(8);
  });

  it("matches the unrolled loop, including gradients", async () => {
    const reference = new ReferenceRuntime();
    const [scanned, unrolled] = [
      await outputsOf(reference.open(), program, state),
      await outputsOf(reference.open(), unrollScans(program), state),
    ];
    expect(Object.keys(scanned)).toEqual(Object.keys(unrolled));
    expectClose(scanned, unrolled, 1e-12);
  });

  it("matches the reference on the CPU", async () => {
    const single = Object.fromEntries(
      Object.entries(state).map(([name, data]) => [name, Float32Array.from(data)]),
    );
    const runtime = await createOnnxRuntime();
    try {
      expectClose(
        await outputsOf(runtime.open(), program, single, { single: true }),
        await outputsOf(new ReferenceRuntime().open(), program, state),
        // The rounding of sums over all steps in single precision.
        1e-4,
      );
    } finally {
      await runtime.dispose();
    }
  });
});

it.each([false, true])("gives a loop the gradients of the unrolled loop (reverse: %s)", async (reverse) => {
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
          mapInputs<Value, Value>(inputs, ({ id }) => values.get(id)!),
          attributes,
        )
        .forEach((value, i) => {
          values.set(outputs[i]!.id, value);
        });
    const loss = values.get(forward.outputs[0]!.value.id)!;
    differentiate(rest, loss, feeds).forEach((gradient, i) => {
      rest.output(`g${String(i)}`, gradient!);
    });
    return rest.finish();
  };
  const reference = new ReferenceRuntime();
  expectClose(
    await outputsOf(reference.open(), build(false), {}),
    await outputsOf(reference.open(), build(true), {}),
    1e-12,
  );
});

it("makes a training step no longer for a long sequence than for a short one", () => {
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
