import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../../engine/run/events";
import type { DeviceChoice } from "../../../engine/run/device";
import { following, huge, model, moons } from "./models";
import { lastCheckpoint, openError, stepsOf, train, useFolder } from "./training";

/** The learning rates of the steps, if each is reported. */
function ratesOf(events: readonly RunEvent[]): number[] {
  return events.flatMap((event) => (event.event === "steps" ? [...(event.learningRates ?? [])] : []));
}

/** Tests of training that must pass on every device. */
export function trainerSuite(device: DeviceChoice): void {
  describe(`training on ${device}`, () => {
    useFolder();

    it("reports the start, every step once and in order, epochs, and saves checkpoints", async () => {
      const { events, end } = await train({ device, text: moons() });
      expect(end.status, end.error?.message).toBe("completed");
      expect(events[0]).toMatchObject({
        event: "start",
        batchSize: 16,
        stepsPerEpoch: 10,
        steps: 40,
        parameters: 82,
      });
      expect(stepsOf(events)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
      const epochs = events.flatMap((event) => (event.event === "epoch" ? [event] : []));
      expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
      expect(epochs.at(-1)!.validation!.loss).toBeLessThan(epochs[0]!.validation!.loss);
      expect(epochs.at(-1)!.train.accuracy).toBeGreaterThan(0.7);
      expect(await readdir(join(end.run, "checkpoints"))).toEqual(["best.safetensors", "last.safetensors"]);
      const record = JSON.parse(await readFile(join(end.run, "run.json"), "utf8")) as object;
      expect(record).toMatchObject({ status: "completed", step: 40, seed: 1 });
    });

    it("resumes a stopped run bit for bit, including dropout", async () => {
      const whole = await train({ device, text: moons() });
      const part = await train({ device, text: moons(), steps: 23 });
      const rest = await train({ device, text: moons(), resume: part.end.run });
      expect(rest.end.run).toBe(part.end.run);
      expect(stepsOf(rest.events)).toEqual(Array.from({ length: 17 }, (_, i) => i + 24));
      const [expected, resumed] = [await lastCheckpoint(whole.end.run), await lastCheckpoint(rest.end.run)];
      expect([...resumed.keys()]).toEqual([...expected.keys()]);
      for (const [name, { data }] of expected) expect(resumed.get(name)!.data, name).toEqual(data);
      const means = (events: RunEvent[]) => events.findLast((event) => event.event === "epoch");
      expect(means(rest.events)).toMatchObject({ ...means(whole.events), run: rest.end.run });
    });

    it("trains on the smaller last batch, and resumes in its epoch bit for bit", async () => {
      // 160 rows in batches of 48: three full ones and one of 16.
      const text = moons({ batchSize: 48 });
      const whole = await train({ device, text, probeEvery: 1 });
      expect(whole.end.status, whole.end.error?.message).toBe("completed");
      expect(whole.events[0]).toMatchObject({ batchSize: 48, stepsPerEpoch: 4, steps: 16 });
      const part = await train({ device, text, steps: 7 });
      const rest = await train({ device, text, resume: part.end.run });
      const [expected, resumed] = [await lastCheckpoint(whole.end.run), await lastCheckpoint(rest.end.run)];
      for (const [name, { data }] of expected) expect(resumed.get(name)!.data, name).toEqual(data);
      const last = (events: RunEvent[]) => events.findLast((event) => event.event === "epoch");
      expect(last(rest.events)).toMatchObject({ ...last(whole.events), run: rest.end.run });
    });

    it("resumes bit for bit with shared weights, followers and averages", async () => {
      const text = following();
      const whole = await train({ device, text });
      expect(whole.end.status, whole.end.error?.message).toBe("completed");
      const part = await train({ device, text, steps: 7 });
      const rest = await train({ device, text, resume: part.end.run });
      const [expected, resumed] = [await lastCheckpoint(whole.end.run), await lastCheckpoint(rest.end.run)];
      expect([...resumed.keys()]).toEqual([...expected.keys()]);
      for (const [name, { data }] of expected) expect(resumed.get(name)!.data, name).toEqual(data);
      expect([...expected.keys()].filter((name) => name.startsWith("again"))).toEqual([]);
      // 16 steps: the last copy was made at the 15th, and the slow ones are on their way.
      for (const name of ["copy.weight", "slow.weight", "slowNorm.running_mean", "middle.bias/ema"])
        expect(expected.has(name), name).toBe(true);
      expect(expected.get("copy.weight")!.data).not.toEqual(expected.get("middle.weight")!.data);
      const last = (events: RunEvent[]) => events.findLast((event) => event.event === "epoch");
      expect(last(rest.events)).toMatchObject({ ...last(whole.events), run: rest.end.run });
      const copied = await train({ device, text, steps: 15 });
      const then = await lastCheckpoint(copied.end.run);
      expect(then.get("copy.weight")!.data).toEqual(then.get("middle.weight")!.data);
    });

    const settings: Readonly<Record<string, object>> = {
      "a plateau": {
        optimizer: { type: "Adagrad", initialAccumulatorValue: 0.1, learningRate: 0.1 },
        schedule: { type: "ReduceLROnPlateau", patience: 0, factor: 0.5, threshold: 1, thresholdMode: "abs" },
      },
      "a cycle, warm-up and clipping": {
        optimizer: { type: "NAdam", learningRate: 0.01 },
        schedule: { type: "OneCycleLR" },
        warmup: 30,
        clipping: { type: "norm", limit: 0.5 },
      },
      "a history": { optimizer: { type: "LBFGS", learningRate: 0.1, historySize: 4 } },
    };
    it.each(Object.entries(settings))("resumes bit for bit in the middle of %s", async (_, training) => {
      const text = moons(training);
      const whole = await train({ device, text });
      const part = await train({ device, text, steps: 23 });
      const rest = await train({ device, text, resume: part.end.run });
      expect(rest.end.status).toBe("completed");
      const [expected, resumed] = [await lastCheckpoint(whole.end.run), await lastCheckpoint(rest.end.run)];
      expect([...resumed.keys()]).toEqual([...expected.keys()]);
      for (const [name, { data }] of expected) expect(resumed.get(name)!.data, name).toEqual(data);
      expect([...ratesOf(part.events), ...ratesOf(rest.events)]).toEqual(ratesOf(whole.events));
    });

    it("reports the learning rate of every step if it changes", async () => {
      const { events } = await train({ device, text: moons(settings["a plateau"]) });
      // Only the first epoch counts as an improvement by more than 1, from infinity.
      const expected = [0.1, 0.1, 0.05, 0.025].flatMap((rate) => new Array<number>(10).fill(rate));
      expect(ratesOf(events)).toEqual(expected);
      const plain = await train({ device, text: moons() });
      expect(ratesOf(plain.events)).toEqual([]);
    });

    it.each([
      ["all", 160, 6],
      [1, 1, 960],
    ])("trains with a batch size of %s", async (batchSize, size, steps) => {
      const { events, end } = await train({ device, text: moons({ batchSize, epochs: 6 }) });
      expect(end.status, end.error?.message).toBe("completed");
      expect(events[0]).toMatchObject({ batchSize: size, steps });
      const epochs = events.flatMap((event) => (event.event === "epoch" ? [event] : []));
      expect(epochs.at(-1)!.train.loss).toBeLessThan(epochs[0]!.train.loss);
    });

    it("draws random numbers in validation: the same every time, but different for each batch", async () => {
      // The loss is the mean square of the random numbers and does not depend on what is learned.
      const drawn = (samples: number) =>
        model({
          nodes: {
            data: { type: "Dataset", source: "moons", samples },
            noise: { type: "Noise", shape: [2] },
            none: { type: "Constant" },
            learned: { type: "Linear", outFeatures: 2 },
            ignored: { type: "Multiply" },
            loss: { type: "MSELoss" },
          },
          edges: [
            "data.input -> learned",
            "learned -> ignored",
            "none -> ignored",
            "noise -> loss.input",
            "ignored -> loss.target",
          ],
          training: { epochs: 3, batchSize: 16, optimizer: { type: "SGD", learningRate: 0.1 } },
        });
      const losses = async (samples: number) => {
        const { events, end } = await train({ device, text: drawn(samples) });
        expect(end.status, end.error?.message).toBe("completed");
        return events.flatMap((event) => (event.event === "epoch" ? [event.validation?.loss] : []));
      };
      const [one, two] = [await losses(80), await losses(160)];
      expect(new Set(one).size).toBe(1);
      expect(one[0]).toBeGreaterThan(0.3);
      expect(one[0]).toBeLessThan(2);
      expect(new Set(two).size).toBe(1);
      expect(two[0]).not.toBe(one[0]);
    });

    it("reports statistics of weights and activations at an interval without changing the run", async () => {
      const plain = await train({ device, text: moons() });
      const probed = await train({ device, text: moons(), probeEvery: 10 });
      const statistics = probed.events.flatMap((event) => (event.event === "gradients" ? [event] : []));
      const steps = statistics.map(({ step }) => step);
      expect([steps[0], steps.at(-1)]).toEqual([1, 40]);
      for (const [i, step] of steps.slice(1, -1).entries())
        expect(step - steps[i]!).toBeGreaterThanOrEqual(10);
      const [first] = statistics;
      expect(first!.weights.map(({ node, name }) => `${node}.${name}`)).toEqual([
        "hidden.weight",
        "hidden.bias",
        "logits.weight",
        "logits.bias",
      ]);
      const weight = first!.weights[0]!;
      expect(weight.gradientNorm).toBeGreaterThan(0);
      expect(weight.updateRatio).toBeGreaterThan(0);
      expect(weight.weightHistogram!.counts.reduce((sum, count) => sum + count, 0)).toBe(weight.size);
      expect(first!.activations.map(({ node }) => node)).toEqual(["relu"]);
      const [expected, saved] = [await lastCheckpoint(plain.end.run), await lastCheckpoint(probed.end.run)];
      for (const [name, { data }] of expected) expect(saved.get(name)!.data, name).toEqual(data);
    });

    it("refuses a model that is far too large before allocating memory", async () => {
      const error = await openError({ device, text: huge() });
      expect(error).toMatchObject({ code: "model-too-large", hint: expect.any(String) as string });
    });

    it("stops when the loss becomes NaN, names the node at fault, and reports only finite losses", async () => {
      const { events, end } = await train({
        device,
        text: moons(
          { optimizer: { type: "SGD", learningRate: 1e20 } },
          { loss: { type: "CrossEntropyLoss" } },
        ),
      });
      expect(end).toMatchObject({ status: "failed", error: { code: "loss-not-finite" } });
      expect(end.error!.nodeId).toMatch(/hidden|logits|loss/);
      for (const event of events)
        if (event.event === "steps") expect(event.loss.every(Number.isFinite)).toBe(true);
    });
  });
}
