import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "../../../engine/document/parse";
import { at } from "../../../engine/tensor/tensor";
import { schedules } from "../../../engine/schedules";
import { evenly, LearningRate } from "../../../engine/training/LearningRate";

/** As in scripts/fixtures/schedules.py. */
interface Case {
  readonly name: string;
  readonly training: object;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly losses: readonly number[];
  readonly rates: readonly number[];
}

const place = new URL("../../fixtures/schedules/", import.meta.url);
const cases = readdirSync(place).flatMap(
  (name) => JSON.parse(readFileSync(new URL(name, place), "utf8")) as Case[],
);

function trainingOf(training: object) {
  const { graph, problems } = parse(JSON.stringify({ netloom: 1, training }));
  expect(problems).toEqual([]);
  return graph!.training;
}

function rateOf({ training, stepsPerEpoch, epochs }: Case): LearningRate {
  return new LearningRate(trainingOf(training), evenly(stepsPerEpoch, epochs));
}

/** The learning rates of steps `from` + 1 to `to`, given each epoch's loss at its end. */
function run(rate: LearningRate, { stepsPerEpoch, losses }: Case, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => {
    const step = from + i + 1;
    const found = rate.at(step);
    if (step % stepsPerEpoch === 0 && losses.length > 0)
      rate.endEpoch(step, at(losses, step / stepsPerEpoch - 1));
    return found;
  });
}

describe("the learning rate over 100 epochs matches PyTorch's scheduler:", () => {
  it.each(cases)("$name", (given) => {
    const found = run(rateOf(given), given, 0, given.rates.length);
    const largest = Math.max(...given.rates);
    found.forEach((rate, i) => {
      expect(Math.abs(rate - at(given.rates, i)) / largest, `step ${i + 1}`).toBeLessThan(1e-12);
    });
  });

  it("is compared for every schedule in each of its modes", () => {
    const used = cases.map(({ training }) => (training as { schedule?: { type: string } }).schedule?.type);
    expect([...new Set(used)].filter((type) => type !== undefined).sort()).toEqual(
      [...schedules.keys()].sort(),
    );
    for (const [type, { params }] of schedules)
      for (const [name, { options = [], default: preset }] of Object.entries(params))
        for (const option of options) {
          const hasIt = ({ training }: Case) => {
            const { schedule } = training as { schedule?: Record<string, unknown> };
            return schedule?.type === type && (schedule[name] ?? preset) === option;
          };
          // If both are counted in the same way, one schedule is enough.
          if (name !== "every") expect(cases.some(hasIt), `${type}.${name}: ${option}`).toBe(true);
        }
  });
});

describe("a learning rate that continues from a checkpoint", () => {
  it.each(cases.filter(({ losses }) => losses.length > 0))("$name", (given) => {
    const whole = run(rateOf(given), given, 0, given.rates.length);
    for (const stop of [0, 1, 30, 31, 32, 100, 151, 299]) {
      const first = rateOf(given);
      run(first, given, 0, stop);
      const second = rateOf(given);
      second.state = JSON.parse(JSON.stringify(first.state)) as typeof first.state;
      expect(run(second, given, stop, whole.length), `from ${stop}`).toEqual(whole.slice(stop));
    }
  });

  it("still gives the rates of earlier steps", () => {
    const given = cases.find(({ name }) => name === "ReduceLROnPlateau, hasty")!;
    const rate = rateOf(given);
    const whole = run(rate, given, 0, given.rates.length);
    expect(new Set(whole).size).toBeGreaterThan(3);
    expect(whole.map((_, i) => rate.at(i + 1))).toEqual(whole);
  });
});

describe("schedules", () => {
  it("stay constant after the end of a run", () => {
    const rate = new LearningRate(
      trainingOf({ optimizer: { type: "SGD", learningRate: 1 }, schedule: { type: "OneCycleLR" } }),
      evenly(10, 2),
    );
    expect(rate.at(20)).toBeCloseTo(4e-6, 12);
    expect(rate.at(40)).toBe(rate.at(20));
  });
});
