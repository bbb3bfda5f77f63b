import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clippings } from "../../../engine/clipping";
import { statisticsStep, trainingStep } from "../../../engine/compiler/trainingStep";
import { infer } from "../../../engine/graph/infer";
import { estimateMemory } from "../../../engine/graph/memory";
import { parse } from "../../../engine/document/parse";
import { settingSchema } from "../../../engine/graph/schema";
import { trainable } from "../../../engine/graph/trainable";
import { optimizers } from "../../../engine/optimizers";
import { moons } from "../training/models";

const place = new URL("../../fixtures/curves/", import.meta.url);
const trainings = readdirSync(place).map((name) => {
  const { model } = JSON.parse(readFileSync(new URL(name, place), "utf8")) as {
    model: { training: Record<string, Record<string, unknown> | undefined> };
  };
  return model.training;
});

function typedOf(training: object, nodes: Record<string, object> = {}) {
  const { graph, problems } = parse(moons(training, nodes));
  expect(problems).toEqual([]);
  return infer(graph!);
}

describe("the curves compared with PyTorch", () => {
  it.each([...optimizers])("use every parameter of %s", (type, { params }) => {
    const used = trainings.flatMap(({ optimizer }) => (optimizer?.type === type ? [optimizer] : []));
    for (const [name, { default: preset }] of Object.entries(params))
      expect(
        used.some((optimizer) => optimizer[name] !== undefined && optimizer[name] !== preset),
        name,
      ).toBe(true);
  });

  it("use every way to clip gradients", () => {
    const used = new Set(trainings.map(({ clipping }) => clipping?.type));
    for (const type of clippings.keys()) expect(used).toContain(type);
  });
});

describe("the numbers of a step", () => {
  it.each([...optimizers])("of %s do not depend on the order in which steps are requested", (type, rule) => {
    const params = settingSchema("optimizer", type)!.parse({});
    const numbers = (steps: readonly number[]) => {
      const scalars = rule.scalars(params);
      return Object.fromEntries(
        steps.map((step) => [step, Object.values(scalars).map((compute) => compute(0.1, step))]),
      );
    };
    const inOrder = numbers([1, 2, 3, 4, 5, 6, 7]);
    expect(numbers([7, 2, 5, 1, 3, 6, 4])).toEqual(inOrder);
    for (const number of Object.values(inOrder).flat()) expect(number).not.toBeNaN();
  });
});

describe("the training step", () => {
  it("sets the initial state", () => {
    const adagrad = typedOf({ optimizer: { type: "Adagrad", initialAccumulatorValue: 0.5 } });
    expect([...trainingStep(adagrad, 16).initialState]).toEqual(
      ["hidden.weight", "hidden.bias", "logits.weight", "logits.bias"].map((name) => [`${name}/sum`, 0.5]),
    );
    expect(trainingStep(typedOf({}), 16).initialState.size).toBe(0);
  });

  it("gives a whole-network optimizer one vector of the trained weights", () => {
    const typed = typedOf(
      { optimizer: { type: "LBFGS", historySize: 3 } },
      { hidden: { type: "Linear", outFeatures: 16, frozen: true } },
    );
    const { program, initialState } = trainingStep(typed, 16);
    expect([...initialState]).toEqual([["optimizer/H_diag", 1]]);
    const shapes = Object.fromEntries(program.state.map(({ name, value }) => [name, value.type.shape]));
    expect(shapes["optimizer/old_dirs"]).toEqual([3, 34]);
    expect(program.state.filter(({ next }) => next).map(({ name }) => name)).not.toContain("hidden.weight");
    expect(estimateMemory(typed, 16).optimizer).toBe(4 * (8 * 34 + 3 + 2));
    const watched = statisticsStep(typed, 16);
    expect(watched.outputs.map(({ name }) => name)).toContain("probe/logits.bias/updateRatio/update");
    expect(watched.state.filter(({ next }) => next)).toEqual([]);
  });

  it("computes nothing for frozen weights", () => {
    const frozen = { type: "Linear", outFeatures: 16, frozen: true };
    const [all, some] = [typedOf({}), typedOf({}, { hidden: frozen })];
    const { program } = trainingStep(some, 16);
    expect(program.state.map(({ name }) => name)).toContain("hidden.weight");
    expect(program.state.map(({ name }) => name)).not.toContain("hidden.weight/exp_avg");
    expect(program.instructions.length).toBeLessThan(trainingStep(all, 16).program.instructions.length);
    const watched = statisticsStep(some, 16).outputs.map(({ name }) => name);
    expect(watched).toContain("probe/logits.weight/gradientNorm");
    expect(watched).not.toContain("probe/hidden.weight/gradientNorm");
    const still = typedOf({}, { hidden: { ...frozen, frozen: false, learningRateFactor: 0 } });
    expect(trainingStep(still, 16).program.state.map(({ name }) => name)).not.toContain(
      "hidden.weight/exp_avg",
    );
  });

  it("scales the learning rate by each learning rate factor", () => {
    const typed = typedOf(
      { optimizer: { type: "SGD" } },
      { hidden: { type: "Linear", outFeatures: 16, learningRateFactor: 0.5 } },
    );
    const { scalars } = trainingStep(typed, 16);
    expect(scalars.map(({ feed, at }) => [feed, at(3, 0.2)])).toEqual([
      ["optimizer/learningRate*0.5", 0.1],
      ["optimizer/learningRate", 0.2],
    ]);
  });
});

describe("a warning before training", () => {
  const codes = (training: object, nodes: Record<string, object> = {}) =>
    trainable(typedOf(training, nodes)).map(({ code, severity, node, param, setting }) =>
      [severity, code, node, param, setting].join(" ").trim(),
    );
  const hidden = (said: object) => ({ hidden: { type: "Linear", outFeatures: 16, ...said } });

  it("says that LBFGS needs all samples", () => {
    expect(codes({ optimizer: { type: "LBFGS" } })).toEqual(["warning needs-whole-data   batchSize"]);
    expect(codes({ optimizer: { type: "LBFGS" }, batchSize: "all" })).toEqual([]);
  });

  it("names a node's setting that the optimizer cannot use", () => {
    const said = hidden({ learningRateFactor: 0.5, weightDecay: 0.1 });
    expect(codes({ optimizer: { type: "LBFGS" }, batchSize: "all" }, said)).toEqual([
      "warning optimizer-ignores hidden learningRateFactor",
      "warning optimizer-ignores hidden weightDecay",
    ]);
    expect(codes({ optimizer: { type: "Ftrl" } }, said)).toEqual([
      "warning optimizer-ignores hidden weightDecay",
    ]);
    expect(codes({ optimizer: { type: "Lion" } }, said)).toEqual([]);
  });
});
