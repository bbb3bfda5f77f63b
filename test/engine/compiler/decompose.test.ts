import { describe, expect, it } from "vitest";
import { decompose } from "../../../engine/compiler/decompose";
import { differentiate } from "../../../engine/compiler/differentiate";
import { inferenceStep } from "../../../engine/compiler/inferenceStep";
import { print } from "../../../engine/compiler/print";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { makeScan } from "../../../engine/compiler/scan";
import { trainingStep } from "../../../engine/compiler/trainingStep";
import { unrollScans } from "../../../engine/compiler/unrollScans";
import { infer } from "../../../engine/graph/infer";
import { lowerProgram } from "../../../engine/interop/onnx/lowerProgram";
import type { Instruction } from "../../../engine/ops/operation";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import { float } from "../../../engine/tensor/tensor";
import { documentOf, graphOf } from "../graph/documents";
import { expectClose, outputsOf } from "./recurrentProgram";

/** A network whose first layer is whole in its Programs. */
function network({ masked = false, parameters = "" } = {}) {
  const typed = infer(
    graphOf(
      documentOf(
        `"x": { "type": "Input", "shape": [4, 3] }, "mask": { "type": "Input", "shape": [4], "dtype": "int32" },
         "r": { "type": "LSTM", "hiddenSize": 5${parameters} }, "f": { "type": "Linear", "outFeatures": 1 },
         "y": { "type": "Input", "shape": [1] }, "loss": { "type": "MSELoss" }`,
        [
          "x -> r",
          ...(masked ? ["mask -> r.mask"] : []),
          "r.hidden -> f",
          "f -> loss.input",
          "y -> loss.target",
        ],
      ),
    ),
  );
  expect(typed.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return typed;
}

/** How many of these operations a Program has, those in loops too. */
function count(instructions: readonly Instruction[], name: string): number {
  return instructions.reduce(
    (sum, instruction) =>
      sum +
      Number(instruction.op === name) +
      (instruction.op === "scan" ? count(instruction.attributes.body.instructions, name) : 0),
    0,
  );
}

describe("decompose", () => {
  const program = inferenceStep(network(), 2);

  it("leaves an operation whole for a target that computes it, and the Program as it is", () => {
    expect(print(program)).toContain(
      "= recurrent(sequence=%0, weights=[%1, %2], biases=[%3, %4], hidden=[], cell=[])",
    );
    expect(decompose(program, "onnxModel")).toBe(program);
    expect(lowerProgram(program, undefined, undefined, "onnxModel").nodes.map(({ type }) => type)).toContain(
      "LSTM",
    );
  });

  it.each(["reference", "webgpu", "onnx"] as const)("writes it in operations that %s computes", (target) => {
    const parts = decompose(program, target);
    expect(count(parts.instructions, "recurrent")).toBe(0);
    expect(count(parts.instructions, "tanh")).toBe(8);
    expect(parts.outputs).toEqual(program.outputs);
    expect(decompose(parts, target)).toBe(parts);
  });

  it("decides for each call: ONNX's LSTM takes no mask", () => {
    const masked = inferenceStep(network({ masked: true }), 2);
    expect(count(masked.instructions, "recurrent")).toBe(1);
    expect(count(decompose(masked, "onnxModel").instructions, "recurrent")).toBe(0);
  });

  it("happens before an operation without a gradient of its own is differentiated, and only then", () => {
    expect(count(trainingStep(network(), 2).program.instructions, "recurrent")).toBe(0);
    const frozen = network({ parameters: `, "frozen": true` });
    expect(count(trainingStep(frozen, 2).program.instructions, "recurrent")).toBe(1);
  });

  it("reaches into loops, and their gradients too", async () => {
    const build = (isWrittenOut: boolean) => {
      const builder = new ProgramBuilder();
      const { b } = builder;
      const state = builder.feed("state", float([2, 3]));
      const x = builder.feed("x", float([4, 2, 5, 3]));
      const weights = [builder.feed("w", float([3, 3])), builder.feed("u", float([3, 3]))];
      const [, [all]] = makeScan(
        b,
        { states: [state], sequences: [x], constants: weights },
        (inner, { states: [hidden], rows: [sequence], constants }) => {
          const [, last] = inner.b.recurrent(
            { sequence: sequence!, weights: constants, biases: [], hidden: [hidden!], cell: [] },
            { cell: "RNN_TANH", bidirectional: false },
          );
          return { states: [last!], rows: [last!] };
        },
      );
      const loss = b.sum(b.mul(all!, all!), { axes: [0, 1, 2], keepDims: false });
      expect(count(builder.instructions, "recurrent")).toBe(1);
      if (isWrittenOut) {
        builder.output("loss", loss);
        return unrollScans(builder.finish());
      }
      differentiate(builder, loss, [state, x, ...weights]).forEach((gradient, i) => {
        builder.output(`g${i}`, gradient!);
      });
      builder.output("loss", loss);
      return builder.finish();
    };
    const session = new ReferenceRuntime().open();
    const looped = build(false);
    // The loop of the forward pass has it; that of the backward pass has its parts.
    expect(count(looped.instructions, "recurrent")).toBe(1);
    expect(count(decompose(looped, "reference").instructions, "recurrent")).toBe(0);
    const { loss, ...gradients } = await outputsOf(session, looped, {});
    const written = build(true);
    expect(count(written.instructions, "recurrent")).toBe(4);
    expectClose({ loss: loss! }, await outputsOf(session, written, {}), 1e-12);
    expect(Object.values(gradients).map(({ length }) => length)).toEqual([6, 120, 9, 9]);
  });
});
