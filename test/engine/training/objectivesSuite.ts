import { describe, expect, it } from "vitest";
import type { DeviceChoice } from "../../../engine/run/device";
import type { EpochEvent, RunEvent, StepsEvent } from "../../../engine/run/events";
import { model, moons } from "./models";
import { lastCheckpoint, stepsOf, train, useFolder } from "./training";

/** A network that scores data beside a generator's output, and a generator that wants another score; 10 batches of 16. */
export function adversaries(training: object = {}, nodes: Record<string, object> = {}): string {
  return model({
    nodes: {
      data: { type: "Dataset", source: "moons", samples: 200 },
      noise: { type: "Noise", shape: [3] },
      generator: { type: "Linear", outFeatures: 2, l2: 0.01 },
      both: { type: "Concat" },
      judge: { type: "Linear", outFeatures: 8 },
      norm: { type: "BatchNorm1d" },
      tanh: { type: "Tanh" },
      dropout: { type: "Dropout", p: 0.2 },
      score: { type: "Linear", outFeatures: 1 },
      one: { type: "Constant", value: 1 },
      zero: { type: "Constant", value: 0 },
      tell: { type: "BCEWithLogitsLoss" },
      fool: { type: "BCEWithLogitsLoss" },
      ...nodes,
    },
    edges: [
      "noise -> generator",
      "data.input -> both",
      "generator -> both",
      "both -> judge",
      "judge -> norm",
      "norm -> tanh",
      "tanh -> dropout",
      "dropout -> score",
      "score -> tell.input",
      "one -> tell.target",
      "score -> fool.input",
      "zero -> fool.target",
    ],
    training: {
      epochs: 4,
      batchSize: 16,
      metrics: ["accuracy"],
      optimizer: { type: "Adam", learningRate: 0.01 },
      objectives: {
        discriminator: { losses: ["tell"], updates: ["judge", "norm", "score"], steps: 2 },
        generator: {
          losses: ["fool"],
          updates: ["generator"],
          optimizer: { type: "RMSprop", learningRate: 0.01 },
        },
      },
      ...training,
    },
  });
}

const columnOf = (events: readonly RunEvent[], of: (event: StepsEvent) => readonly number[] | undefined) =>
  events.flatMap((event) => (event.event === "steps" ? [...(of(event) ?? [])] : []));
const epochsOf = (events: readonly RunEvent[]) =>
  events.flatMap((event): EpochEvent[] => (event.event === "epoch" ? [event] : []));

/** Two objectives, the second in its own window, one with a schedule that watches its loss. */
const staged = adversaries({
  epochs: 5,
  objectives: {
    first: {
      losses: ["tell"],
      updates: ["judge", "norm", "score"],
      epochs: [1, 3],
      schedule: { type: "ReduceLROnPlateau", patience: 0, factor: 0.5, threshold: 1, thresholdMode: "abs" },
    },
    second: { losses: ["fool"], weights: { fool: 0.5 }, epochs: [3, 5], warmup: 7, steps: 2 },
  },
});

/**
 * A layer `held` that leads to the loss "other", and its weights at "loss": those of `shared` or, without it, of `held`
 * itself. One objective trains nothing but these.
 */
function twoLosses(held: object, shared: object | undefined, training: object, only: object): string {
  const user = shared ? "shared" : "held";
  return model({
    nodes: {
      data: { type: "Dataset", source: "moons", samples: 100 },
      held,
      ...(shared && { shared }),
      loss: { type: "CrossEntropyLoss" },
      other: { type: "FocalLoss" },
    },
    edges: [
      `data.input -> ${user}`,
      `${user} -> loss.input`,
      "data.label -> loss.target",
      ...(shared ? ["data.input -> held"] : []),
      "held -> other.input",
      "data.label -> other.target",
    ],
    training: {
      epochs: 2,
      batchSize: 16,
      optimizer: { type: "SGD", learningRate: 0.1 },
      objectives: { only },
      ...training,
    },
  });
}

/** Tests of training several objectives that must pass on every device. */
export function objectivesSuite(device: DeviceChoice): void {
  describe(`objectives on ${device}`, () => {
    useFolder();

    async function trained(text: string) {
      const { events, end } = await train({ device, text });
      expect(end.status, end.error?.message).toBe("completed");
      const weights = await lastCheckpoint(end.run);
      return {
        weight: weights.get("held.weight")!.data,
        epochs: epochsOf(events).map((epoch) => [epoch.train.loss, epoch.validation?.loss]),
      };
    }

    it("each have their losses, metrics and optimizer state", async () => {
      const { events, end } = await train({ device, text: adversaries() });
      expect(end.status, end.error?.message).toBe("completed");
      // 10 batches are enough for 3 steps of 3.
      expect(events[0]).toMatchObject({ stepsPerEpoch: 3, steps: 12 });
      expect(stepsOf(events)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
      const names = ["discriminator/loss", "discriminator/accuracy", "generator/loss", "generator/accuracy"];
      expect(events[0]).toMatchObject({ metrics: names });
      const [loss, tell, fool] = [
        columnOf(events, (event) => event.loss),
        columnOf(events, ({ metrics }) => metrics["discriminator/loss"]),
        columnOf(events, ({ metrics }) => metrics["generator/loss"]),
      ];
      expect(loss).toEqual(tell.map((value, i) => value + fool[i]!));
      for (const { train: found, validation } of epochsOf(events))
        for (const figures of [found, validation!]) {
          expect(Object.keys(figures)).toEqual(["loss", ...names]);
          const sum = Number(figures["discriminator/loss"]) + Number(figures["generator/loss"]);
          expect(figures.loss).toBe(sum);
        }
      const state = [...(await lastCheckpoint(end.run)).keys()];
      expect(state).toContain("judge.weight/discriminator/exp_avg");
      expect(state).toContain("generator.weight/generator/square_avg");
      const updated = state
        .filter((name) => name.includes("/discriminator/"))
        .map((name) => name.split(".")[0]);
      expect(new Set(updated)).toEqual(new Set(["judge", "norm", "score"]));
      expect(state.filter((name) => /^(judge|norm|score)\..*\/generator\//.test(name))).toEqual([]);
    });

    it("change only the weights that they update", async () => {
      const objectives = { only: { losses: ["fool"], updates: ["generator"] } };
      const text = adversaries({ objectives });
      const [before, after] = await Promise.all(
        [1, 12].map(async (steps) => lastCheckpoint((await train({ device, text, steps })).end.run)),
      );
      for (const name of ["judge.weight", "score.bias", "norm.weight"])
        expect(after!.get(name)!.data, name).toEqual(before!.get(name)!.data);
      for (const name of ["generator.weight", "norm.running_mean"])
        expect(after!.get(name)!.data, name).not.toEqual(before!.get(name)!.data);
    });

    it.each([{}, { accumulate: 2 }])(
      "penalise a shared weight as its holder says, wherever that is: %j",
      async (training) => {
        const held = { type: "Linear", outFeatures: 4, l1: 0.02, l2: 0.05 };
        const shared = { type: "Linear", outFeatures: 4, weightsOf: "held" };
        const losses = ["loss"];
        // In the second document, the losses do not reach the node that holds the weight.
        const expected = await trained(twoLosses(held, undefined, training, { losses, updates: ["held"] }));
        for (const updates of [["shared"], ["held"], undefined]) {
          const found = await trained(twoLosses(held, shared, training, { losses, updates }));
          expect(found.epochs).toEqual(expected.epochs);
          expect(found.weight).toEqual(expected.weight);
        }
        // Changed through the one that uses it, although both are there.
        const both = { losses: ["loss", "other"] };
        const one = await trained(twoLosses(held, shared, training, { ...both, updates: ["shared"] }));
        const other = await trained(twoLosses(held, shared, training, { ...both, updates: ["held"] }));
        expect(one.weight).toEqual(other.weight);
        expect(one.epochs).toEqual(other.epochs);
      },
    );

    it.each<[string, string, readonly number[]]>([
      ["several runs a step", adversaries(), [1, 4, 7]],
      ["windows, weights, warm-up and a plateau", staged, [4, 22, 25, 31]],
      ["added gradients", adversaries({ accumulate: 2 }), [1, 3]],
      ["added gradients over a smaller last batch", moons({ accumulate: 2, batchSize: 48 }), [1, 5]],
    ])("resume bit for bit in the middle of %s", async (_, text, stops) => {
      const whole = await train({ device, text });
      expect(whole.end.status, whole.end.error?.message).toBe("completed");
      const expected = await lastCheckpoint(whole.end.run);
      for (const steps of stops) {
        const part = await train({ device, text, steps });
        const rest = await train({ device, text, resume: part.end.run });
        const resumed = await lastCheckpoint(rest.end.run);
        expect([...resumed.keys()]).toEqual([...expected.keys()]);
        for (const [name, { data }] of expected) expect(resumed.get(name)!.data, name).toEqual(data);
        const last = epochsOf(whole.events).at(-1);
        expect(epochsOf(rest.events).at(-1)).toMatchObject({ ...last, run: rest.end.run });
        expect(columnOf(rest.events, (event) => event.learningRates)).toEqual(
          columnOf(whole.events, (event) => event.learningRates).slice(steps),
        );
      }
    });

    it("run in their windows only, with schedules that begin there", async () => {
      const { events, end } = await train({ device, text: staged });
      expect(end.status, end.error?.message).toBe("completed");
      // 10 batches: 10 steps of the first alone in epochs 1 and 2, 3 of both, then 5 of the second alone.
      expect(epochsOf(events).map(({ epoch, step }) => [epoch, step])).toEqual([
        [1, 10],
        [2, 20],
        [3, 23],
        [4, 28],
        [5, 33],
      ]);
      const ran = (name: string) =>
        columnOf(events, ({ metrics }) => metrics[name]).flatMap((loss, i) =>
          Number.isNaN(loss) ? [] : [i + 1],
        );
      expect(ran("first/loss")).toEqual(Array.from({ length: 23 }, (_, i) => i + 1));
      expect(ran("second/loss")).toEqual(Array.from({ length: 13 }, (_, i) => i + 21));
      expect(epochsOf(events).map(({ train: found }) => Object.keys(found))).toEqual([
        ["loss", "first/loss", "first/accuracy"],
        ["loss", "first/loss", "first/accuracy"],
        ["loss", "first/loss", "first/accuracy", "second/loss", "second/accuracy"],
        ["loss", "second/loss", "second/accuracy"],
        ["loss", "second/loss", "second/accuracy"],
      ]);
      const rates = columnOf(events, (event) => event.learningRates);
      expect(rates.slice(0, 23)).toEqual([
        ...new Array<number>(20).fill(0.01),
        ...new Array<number>(3).fill(0.005),
      ]);
      // The warm-up of the second began with step 21.
      expect(rates.slice(23)).toEqual([4, 5, 6, 7, 7, 7, 7, 7, 7, 7].map((step) => 0.01 * (step / 7)));
    });

    it("report statistics in one event whose rows say whose they are, without changing the run", async () => {
      const plain = await train({ device, text: adversaries({ accumulate: 2 }) });
      const probed = await train({ device, text: adversaries({ accumulate: 2 }), probeEvery: 1 });
      const statistics = probed.events.flatMap((event) => (event.event === "gradients" ? [event] : []));
      expect(statistics.length).toBeGreaterThan(0);
      expect(
        statistics[0]!.weights.map(({ node, name, objective }) => `${objective!} ${node}.${name}`),
      ).toEqual([
        "discriminator judge.weight",
        "discriminator judge.bias",
        "discriminator norm.weight",
        "discriminator norm.bias",
        "discriminator score.weight",
        "discriminator score.bias",
        "generator generator.weight",
        "generator generator.bias",
      ]);
      const [expected, saved] = [await lastCheckpoint(plain.end.run), await lastCheckpoint(probed.end.run)];
      for (const [name, { data }] of expected) expect(saved.get(name)!.data, name).toEqual(data);
    });

    it("end with the name of the node at which a loss becomes NaN", async () => {
      const objectives = {
        discriminator: { losses: ["tell"], updates: ["judge", "norm", "score"] },
        generator: {
          losses: ["fool"],
          updates: ["generator"],
          optimizer: { type: "SGD", learningRate: 1e38 },
        },
      };
      const { end } = await train({
        device,
        text: adversaries({ objectives }, { norm: { type: "Identity" } }),
      });
      expect(end).toMatchObject({ status: "failed", error: { code: "loss-not-finite" } });
      expect(end.error!.nodeId).toMatch(/generator|both|judge|tell|fool|score/);
    });
  });

  describe(`gradients added over several batches on ${device}`, () => {
    useFolder();

    const digits = device === "reference" ? 10 : 5;
    const plain = { dropout: { type: "Identity" } };
    const ignoring = { type: "CrossEntropyLoss", ignoreIndex: 0 };

    it.each<[string, Record<string, object>]>([
      [
        "the same count for each row",
        { loss: { type: "CrossEntropyLoss" }, hidden: { type: "Linear", outFeatures: 16, l2: 0.02 } },
      ],
      ["counts that depend on the data", { loss: ignoring }],
      ["a sum", { loss: { type: "CrossEntropyLoss", reduction: "sum" } }],
    ])("train like one large batch with %s", async (_, nodes) => {
      // 160 rows: four full batches of 32, or eight of 16 and four of 40, or nine of 18 with a smaller one.
      const run = async (training: object) => {
        const text = moons(
          { optimizer: { type: "SGD", learningRate: 0.02, momentum: 0.5 }, ...training },
          { ...plain, ...nodes },
        );
        const { end, events } = await train({ device, text });
        expect(end.status, end.error?.message).toBe("completed");
        return { events, weights: await lastCheckpoint(end.run) };
      };
      const pairs = [
        [{ batchSize: 32 }, { batchSize: 8, accumulate: 4 }],
        // The last batch of the small ones is smaller: 3 × 48 + 16.
        [{ batchSize: "all" }, { batchSize: 48, accumulate: 4 }],
      ];
      for (const [large, small] of pairs) {
        const [one, many] = [await run(large!), await run(small!)];
        const losses = (events: readonly RunEvent[]) => columnOf(events, (event) => event.loss);
        expect(losses(many.events)).toHaveLength(losses(one.events).length);
        for (const [i, loss] of losses(one.events).entries())
          expect(losses(many.events)[i]! / loss).toBeCloseTo(1, digits);
        for (const name of ["hidden.weight", "logits.weight", "logits.bias"])
          for (const [i, value] of [...one.weights.get(name)!.data].entries())
            expect(many.weights.get(name)!.data[i], name).toBeCloseTo(value, digits);
        expect([...many.weights.keys()].filter((name) => name.includes("accumulated"))).toEqual([]);
      }
    });
  });
}
