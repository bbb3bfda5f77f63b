import { describe, expect, it } from "vitest";
import { programMemory } from "../../../engine/compiler/memory";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { trainingStep } from "../../../engine/compiler/trainingStep";
import { infer } from "../../../engine/graph/infer";
import { estimateMemory } from "../../../engine/graph/memory";
import { parse } from "../../../engine/document/parse";
import { float } from "../../../engine/tensor/tensor";
import { model } from "../training/models";

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
