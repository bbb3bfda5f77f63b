import { describe, expect, it } from "vitest";
import { programMemory } from "../../../engine/compiler/memory";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { trainingStep } from "../../../engine/compiler/trainingStep";
import { infer } from "../../../engine/graph/infer";
import { estimateMemory } from "../../../engine/graph/memory";
import { objectivesOf } from "../../../engine/graph/objectives";
import { parse } from "../../../engine/document/parse";
import { float, sizeOf } from "../../../engine/tensor/tensor";
import { Timetable } from "../../../engine/training/Timetable";
import { trainingParts } from "../../../engine/training/trainingParts";
import { model } from "../training/models";

/** A model of two objectives of 64·128 and 128·8 weights and their biases, with optimizers of their own. */
function twoObjectives(training: object) {
  const text = model({
    nodes: {
      x: { type: "Input", shape: [64] },
      hidden: { type: "Linear", outFeatures: 128 },
      again: { type: "Linear", outFeatures: 128, follows: { node: "hidden", rate: 0.1 } },
      out: { type: "Linear", outFeatures: 8 },
      first: { type: "MSELoss" },
      second: { type: "MSELoss" },
      zero: { type: "Constant", value: 0 },
    },
    edges: [
      "x -> hidden",
      "x -> again",
      "hidden -> out",
      "hidden -> first.input",
      "again -> first.target",
      "out -> second.input",
      "zero -> second.target",
    ],
    training: { batchSize: 1, optimizer: { type: "SGD" }, ...training },
  });
  const typed = infer(parse(text).graph!);
  expect(typed.problems).toEqual([]);
  const timetable = new Timetable(objectivesOf(typed.graph.training), typed.graph.training.accumulate, 8);
  const parts = trainingParts(typed, [1], timetable);
  const slots = new Map(
    parts.flatMap(({ compiled }) =>
      compiled.program.state.map(({ name, value }) => [name, value.type.shape]),
    ),
  );
  const accumulators = new Set(parts.flatMap(({ compiled }) => [...compiled.accumulators]));
  const sum = (wanted: (name: string) => boolean) =>
    [...slots].reduce((all, [name, shape]) => all + (wanted(name) ? sizeOf(shape) : 0), 0);
  return {
    estimate: estimateMemory(typed, 1),
    accumulators: sum((name) => accumulators.has(name) && !name.includes("_count")),
    optimizer: sum((name) => name.includes("exp_") || name.includes("momentum")),
  };
}

describe("the estimate of what training needs", () => {
  const hidden = 64 * 128 + 128;
  const out = 128 * 8 + 8;
  const objectives = {
    a: { losses: ["first"] },
    b: { losses: ["second"], optimizer: { type: "Adam" } },
    c: { losses: ["second"], updates: ["out"], optimizer: { type: "SGD", momentum: 0.9 } },
  };

  it("counts the sums of gradients over several batches, for each objective those of the weights that it updates", () => {
    const [one, four] = [twoObjectives({ objectives }), twoObjectives({ objectives, accumulate: 4 })];
    expect(one.accumulators).toBe(0);
    expect(four.accumulators).toBe(2 * hidden + 2 * out);
    expect(four.estimate.gradients - one.estimate.gradients).toBe(4 * four.accumulators);
    expect(four.estimate.total - one.estimate.total).toBe(4 * four.accumulators);
    const [whole, batches] = [twoObjectives({}), twoObjectives({ accumulate: 2 })];
    expect(batches.accumulators).toBe(hidden + out);
    expect(batches.estimate.total - whole.estimate.total).toBe(4 * batches.accumulators);
  });

  it("counts the state of each objective's optimizer", () => {
    const { estimate, optimizer } = twoObjectives({ objectives });
    expect(optimizer).toBe(2 * (hidden + out) + out);
    expect(estimate.optimizer).toBe(4 * optimizer);
  });
});

describe("the memory of a Program", () => {
  it("counts feeds and state throughout, and other values while they are needed", () => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const x = builder.feed("x", float([10]));
    const weight = builder.slot("w", float([10]));
    // Two of the chain's values are live at once, besides the first, which is read at the end.
    const first = b.mul(x, weight);
    const last = b.tanh(b.tanh(b.tanh(first)));
    builder.output("y", b.add(first, last));
    expect(programMemory(builder.finish())).toMatchObject({
      total: 20 + 30,
      largestTensor: 10,
      intermediatePeak: 30,
      intermediateTotal: 50,
    });
  });

  it("counts no memory for a reshape, and keeps what the next step needs", () => {
    const builder = new ProgramBuilder();
    const { b } = builder;
    const weight = builder.slot("w", float([4, 5]));
    const flat = b.reshape(b.mul(weight, weight), { shape: [20] });
    builder.update("w", b.reshape(b.exp(flat), { shape: [4, 5] }));
    expect(programMemory(builder.finish())).toMatchObject({
      total: 20 + 40,
      largestTensor: 20,
      intermediatePeak: 20,
      replaced: 20,
    });
  });

  it.each(["RNN", "LSTM", "GRU"])("counts what %s saves for every time step, like the estimate", (type) => {
    const at = (time: number) => {
      const text = model({
        nodes: {
          wave: { type: "Dataset", source: "sine", window: time },
          rnn: { type, hiddenSize: 16 },
          head: { type: "Linear", outFeatures: 1 },
          loss: { type: "MSELoss" },
        },
        edges: ["wave -> rnn", "rnn.hidden -> head", "head -> loss.input", "wave.target -> loss.target"],
      });
      const typed = infer(parse(text).graph!);
      expect(typed.problems).toEqual([]);
      return {
        exact: programMemory(trainingStep(typed, 64).program).total * 4,
        estimate: estimateMemory(typed, 64).total,
      };
    };
    const [short, long] = [at(10), at(40)];
    const growth = { exact: long.exact - short.exact, estimate: long.estimate - short.estimate };
    // For each time step at least the state is saved for the backward pass.
    expect(growth.exact).toBeGreaterThan(30 * 64 * 16 * 4 * 0.9);
    expect(growth.estimate / growth.exact).toBeGreaterThan(0.5);
    expect(growth.estimate / growth.exact).toBeLessThan(2);
  });
});
