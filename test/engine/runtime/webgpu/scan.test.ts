import { describe, expect, it } from "vitest";
import { gradientStep } from "../../../../engine/compiler/gradientStep";
import { initialWeights } from "../../../../engine/compiler/initialWeights";
import { ProgramBuilder } from "../../../../engine/compiler/ProgramBuilder";
import { makeScan } from "../../../../engine/compiler/scan";
import { float } from "../../../../engine/tensor/tensor";
import { ReferenceRuntime } from "../../../../engine/runtime/reference/ReferenceRuntime";
import { compileStep, dispatchesOf } from "../../../../engine/runtime/webgpu/compileStep";
import { expectClose, outputsOf, recurrent, recurrentLayers } from "../../compiler/recurrentProgram";
import { useSoftwareDevice } from "./softwareDevice";

const { session, device } = useSoftwareDevice();

describe.each(Object.entries(recurrentLayers))("a long %s", (_, layer) => {
  const typed = recurrent(layer);
  const program = gradientStep(typed, { batchSize: 2, training: true });
  const weights = initialWeights(typed, 1);

  it("matches the reference runtime, including gradients", async () => {
    const single = Object.fromEntries(
      Object.entries(weights).map(([name, data]) => [name, Float32Array.from(data)]),
    );
    const double = Object.fromEntries(
      Object.entries(weights).map(([name, data]) => [name, Float64Array.from(data)]),
    );
    expectClose(
      await outputsOf(session(), program, single, { single: true }),
      await outputsOf(new ReferenceRuntime().open(), program, double),
      // The rounding of sums over all steps in single precision.
      1e-4,
    );
  });
});

it.each([false, true])("carries states and outputs rows of every kind (reverse: %s)", async (reverse) => {
  const builder = new ProgramBuilder();
  const [a, b] = [builder.feed("a", float([2])), builder.feed("b", float([2]))];
  const x = builder.feed("x", float([5, 2]));
  const scalars = builder.feed("scalars", float([5]));
  const c = builder.feed("c", float([]));
  const [states, rows] = makeScan(
    builder.b,
    { states: [a, b], sequences: [x, scalars], constants: [c], reverse },
    (inner, given) => {
      const [first, second] = [given.states[0]!, given.states[1]!];
      const [row, scalar] = [given.rows[0]!, given.rows[1]!];
      const next = inner.b.add(inner.b.mul(first, given.constants[0]!), inner.b.mul(row, scalar));
      // States that are swapped; rows that are a state before, a state after, an input, and a constant.
      return {
        states: [second, next],
        rows: [first, next, row, given.constants[0]!, inner.b.sum(next, { axes: [0], keepDims: false })],
      };
    },
  );
  [...states, ...rows].forEach((value, i) => {
    builder.output(String(i), value);
  });
  const program = builder.finish();
  expectClose(
    await outputsOf(session(), program, {}, { single: true }),
    await outputsOf(new ReferenceRuntime().open(), program, {}),
    1e-6,
  );
});

it("needs as many kernels for a long sequence as for a short one", () => {
  const kernels = (length: number) => {
    const program = gradientStep(recurrent(recurrentLayers.LSTM, { steps: length }), {
      batchSize: 2,
      training: true,
    });
    const { launches } = compileStep(program, device());
    return dispatchesOf(launches).length;
  };
  expect(kernels(400)).toBe(kernels(40));
});
