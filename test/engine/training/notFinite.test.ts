import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diagnosisStep } from "../../../engine/compiler/diagnosisStep";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { loadDataset } from "../../../engine/data/load";
import type { DeviceChoice } from "../../../engine/run/device";
import { lossNotFinite } from "../../../engine/training/lossNotFinite";
import { openModel } from "../../../engine/training/openModel";
import { runProgram } from "../runProgram";
import { model, moons } from "./models";
import { folder, lastCheckpoint, train, useFolder } from "./training";

useFolder();

/** A classifier with the given layers between `h1` (four features) and `out`. */
function network(middle: Record<string, object>, edges: readonly string[], training: object = {}): string {
  return model({
    nodes: {
      data: { type: "Dataset", source: "moons", samples: 100 },
      h1: { type: "Linear", outFeatures: 4 },
      ...middle,
      out: { type: "Linear", outFeatures: 2 },
      loss: { type: "CrossEntropyLoss" },
    },
    edges: ["data.input -> h1", ...edges, "out -> loss.input", "data.label -> loss.target"],
    training: { epochs: 2, batchSize: 16, optimizer: { type: "Adam", learningRate: 0.01 }, ...training },
  });
}

/** h1 / (h1 · factor), followed by a Tanh that hides its magnitude. */
function quotient(factor: number): string {
  return network(
    {
      factor: { type: "Constant", value: factor },
      divisor: { type: "Multiply" },
      quotient: { type: "Divide" },
      tanh: { type: "Tanh" },
    },
    [
      "h1 -> divisor",
      "factor -> divisor",
      "h1 -> quotient",
      "divisor -> quotient.other",
      "quotient -> tanh",
      "tanh -> out",
    ],
  );
}

async function failure(text: string, device: DeviceChoice, options = {}) {
  const { end } = await train({ text, device, ...options });
  expect(end).toMatchObject({ status: "failed", error: { code: "loss-not-finite" } });
  const { message, hint, nodeId } = end.error!;
  expect(hint).toContain("The last good checkpoint was not overwritten.");
  for (const [name, { data }] of await lastCheckpoint(end.run))
    expect((data as Float32Array).every(Number.isFinite), name).toBe(true);
  return { message, hint: hint!, nodeId };
}

describe.each<DeviceChoice>(["reference", "cpu"])(
  "the cause of a loss that is not finite on %s",
  (device) => {
    it("is a division by 0 in the forward pass", async () => {
      const { message, hint, nodeId } = await failure(quotient(0), device);
      expect(message).toBe(
        "At step 1, the output quotient.output is the first value that is NaN or infinite.",
      );
      expect(nodeId).toBe("quotient");
      expect(hint).toMatch(/so the learning rate is not the cause: look for a division by 0/);
    });

    it("is the learning rate if values grow", async () => {
      const { message, hint, nodeId } = await failure(
        moons({ optimizer: { type: "SGD", learningRate: 1e20 } }),
        device,
      );
      expect(message).toMatch(/step \d/i);
      expect(nodeId).toMatch(/hidden|logits|loss/);
      expect(hint).toMatch(/lower the learning rate,? or clip the gradients/i);
    });
  },
);

// In float64, these values do not overflow.
describe("in float32 the cause", () => {
  it("is the gradient in the step that broke the weights, not the weights in the next step", async () => {
    // 1e-25 squared is 0: the quotient, 1e25, is finite, but its derivative is not.
    const { message, hint, nodeId } = await failure(quotient(1e-25), "cpu");
    expect(message).toBe(
      'At step 1, the gradient that "quotient" passes back to divisor.output is the first value that is NaN or infinite.',
    );
    expect(nodeId).toBe("quotient");
    expect(hint).toContain("keep divisors away from 0");
  });

  it("is the update if the loss was always finite", async () => {
    const text = moons(
      { optimizer: { type: "SGD", learningRate: 3e38 } },
      { loss: { type: "CrossEntropyLoss", reduction: "sum" } },
    );
    const { message, hint, nodeId } = await failure(text, "cpu", { steps: 1 });
    expect(message).toMatch(/^The update of step 1 made (hidden|logits)\.(weight|bias) NaN or infinite/);
    expect(nodeId).toMatch(/hidden|logits/);
    expect(hint).toMatch(/^Lower the learning rate/);
  });

  it("is the optimizer state if that overflows first", async () => {
    // Gradients of about 1e25 are finite, but their squares are not; Adam then makes no progress.
    const text = network({ large: { type: "Constant", value: 1e25 }, scaled: { type: "Multiply" } }, [
      "h1 -> out",
      "large -> scaled",
      "h1 -> scaled",
    ]);
    const summed = text
      .replace('"CrossEntropyLoss"\n    }', '"CrossEntropyLoss"\n    },\n "mean": { "type": "L1Loss" }')
      .replace('"out -> loss.input"', '"out -> loss.input", "scaled -> mean.input", "h1 -> mean.target"');
    const { message } = await failure(summed, "cpu", { steps: 3 });
    expect(message).toMatch(/^At step 1, the optimizer state h1\.weight\/exp_avg_sq became NaN or infinite/);
  });

  it("is found many steps back, and in the smaller last batch of an epoch", async () => {
    // The learning rate explodes in step 6, the smaller last one of the second epoch.
    const text = network({}, ["h1 -> out"], {
      batchSize: 32,
      epochs: 4,
      optimizer: { type: "SGD", learningRate: 1e-30 },
      schedule: { type: "MultiStepLR", every: "step", milestones: [4, 5], gamma: 1e38 },
    });
    const { message } = await failure(text, "cpu");
    expect(message).toMatch(/^The update of step 6 made (h1|out)\.(weight|bias) NaN or infinite/);
  });
});

describe("a validation loss that is not finite", () => {
  it("causes one warning, and the run continues", async () => {
    const params = { file: "rows.csv", inputs: ["a"], target: "y", validation: 0.2 };
    const text = model({
      nodes: {
        data: { type: "Dataset", source: "csv", ...params },
        out: { type: "Linear", outFeatures: 1 },
        loss: { type: "MSELoss" },
      },
      edges: ["data.input -> out", "out -> loss.input", "data.target -> loss.target"],
      training: { epochs: 3, batchSize: 8 },
    });
    const write = (wild: number | undefined) =>
      writeFile(
        join(folder, "rows.csv"),
        ["a,y", ...Array.from({ length: 20 }, (_, i) => `${i === wild ? "1e30" : i / 20},${i % 3}`)].join(
          "\n",
        ),
      );
    await write(undefined);
    const place = { file: join(folder, "moons.nn.json"), workspace: folder };
    await write((await loadDataset("csv", params, place)).validation[0]);
    const { events, end } = await train({ text });
    expect(end.status, end.error?.message).toBe("completed");
    const warnings = events.filter(({ event }) => event === "warning");
    expect(warnings).toMatchObject([{ code: "validation-not-finite", step: 2 }]);
    expect(events.some((event) => event.event === "checkpoint" && event.kind === "best")).toBe(false);
  });
});

describe("a diagnosis step", () => {
  it("names the data before everything computed from them", async () => {
    const { typed } = await openModel(moons(), { file: `${folder}/m.nn.json`, workspace: folder });
    const { program, examined } = diagnosisStep(typed!, 4);
    const input = Float64Array.of(0, 0, 0, Infinity, 0, 0, 0, 0);
    const outputs = await runProgram(program, { ...initialWeights(typed!, 1), "data.input": input }, 0);
    const bad = examined.filter(({ output }) => outputs[output]![0] !== 0).map(({ suspect }) => suspect);
    expect(bad[0]).toEqual({ kind: "data", node: "data", port: "input" });
    expect(bad).toContainEqual({ kind: "value", node: "hidden", port: "output" });
    const kinds = examined.map(({ suspect }) => suspect.kind);
    const order = ["data", "weight", "value", "gradient", "weightGradient", "update", "optimizer"];
    expect([...new Set(kinds)].sort((a, b) => order.indexOf(a) - order.indexOf(b))).toEqual(order);
    const error = lossNotFinite(1, { step: 1, suspect: bad[0]!, count: 1, largestInput: 0 });
    expect(error.message).toBe(
      "The data are not finite: in the batch of step 1, 1 values of data.input are NaN or infinite.",
    );
    expect(error.details).toMatchObject({
      nodeId: "data",
      hint: expect.stringMatching(/^Correct/) as string,
    });
  });
});
