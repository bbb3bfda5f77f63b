import { describe, expect, it } from "vitest";
import type { MetricOutput } from "../../../engine/compiler/appendMetrics";
import type { HostArrays } from "../../../engine/tensor/hostArrays";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { simplify } from "../../../engine/compiler/simplify";
import type { Predictions } from "../../../engine/layers/layer";
import { metricCalled } from "../../../engine/metrics";
import type { Matrix, Measure } from "../../../engine/metrics/metric";
import { fillUniform } from "../../../engine/ops/philox";
import { float, int } from "../../../engine/tensor/tensor";
import type { Runtime } from "../../../engine/runtime/runtime";
import { MetricTotals } from "../../../engine/training/MetricTotals";

/** One row of a classifier: scores, the target class, and whether the row counts. */
interface Row {
  readonly scores: readonly number[];
  readonly target: number;
  readonly counted?: boolean;
}
type Answer = { readonly probability: number; readonly target: number };
/** A sample's numbers. */
type Pair = { readonly predicted: readonly number[]; readonly target: readonly number[] };

/** Every metric on one runtime, compared with plain loops of scikit-learn's definitions and with its documentation's examples. */
export function metricSuite(open: () => Runtime): void {
  describe("examples from scikit-learn's documentation", () => {
    const labels = (truth: readonly number[], guess: readonly number[]) =>
      truth.map((target, i): Row => ({ target, scores: [0, 1, 2].map((c) => Number(c === guess[i])) }));

    it.each([
      ["precision", 2 / 9],
      ["recall", 1 / 3],
      ["f1", 4 / 15],
    ])("%s", async (name, value) => {
      const rows = labels([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]);
      expect(await ofClasses(open(), name, [rows])).toBeCloseTo(value, 6);
    });

    it("iou (jaccard_score, macro)", async () => {
      expect(await ofClasses(open(), "iou", [labels([0, 2, 1, 2], [0, 2, 2, 2])])).toBeCloseTo(
        (1 + 2 / 3 + 0) / 3,
        6,
      );
    });

    it("confusionMatrix", async () => {
      expect(
        await ofClasses(open(), "confusionMatrix", [labels([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2])]),
      ).toEqual([
        [2, 0, 0],
        [0, 0, 1],
        [1, 0, 2],
      ]);
    });

    it("top2", async () => {
      const scores = [
        [0.5, 0.2, 0.2],
        [0.3, 0.4, 0.2],
        [0.2, 0.4, 0.3],
        [0.7, 0.2, 0.1],
      ];
      const rows = [0, 1, 2, 2].map((target, i): Row => ({ target, scores: scores[i]! }));
      expect(await ofClasses(open(), "top2", [rows])).toBeCloseTo(0.75, 6);
    });

    it("auc", async () => {
      const answers = [
        { target: 0, probability: 0.1 },
        { target: 0, probability: 0.4 },
        { target: 1, probability: 0.35 },
        { target: 1, probability: 0.8 },
      ];
      expect(await ofBinary(open(), "auc", [answers])).toBeCloseTo(0.75, 6);
    });

    it("r2 of one number and of two", async () => {
      const one = [3, -0.5, 2, 7].map((y, i) => ({ target: [y], predicted: [[2.5, 0, 2, 8][i]!] }));
      expect(await ofValues(open(), "r2", [one])).toBeCloseTo(0.948608, 5);
      const two = [
        { target: [0.5, 1], predicted: [0, 2] },
        { target: [-1, 1], predicted: [-1, 2] },
        { target: [7, -6], predicted: [8, -5] },
      ];
      expect(await ofValues(open(), "r2", [two])).toBeCloseTo(0.936801, 5);
    });
  });

  describe("of classes, over unequal batches with ignored rows, match plain loops over all rows", () => {
    const classes = 7;
    const rows = drawRows(43, classes, 1);
    const counted = rows.filter((row) => row.counted !== false);
    const guess = ({ scores }: Row) => scores.indexOf(Math.max(...scores));
    const all = [...Array(classes).keys()];
    const cases = all.map((c) => ({
      hits: counted.filter((row) => row.target === c && guess(row) === c).length,
      predicted: counted.filter((row) => guess(row) === c).length,
      actual: counted.filter((row) => row.target === c).length,
    }));
    const met = cases.filter(({ predicted, actual }) => predicted + actual > 0);
    const macro = (score: (c: (typeof cases)[number]) => number) =>
      met.reduce((sum, c) => sum + score(c), 0) / met.length;
    const logLoss = (row: Row) => {
      const top = Math.max(...row.scores);
      return (
        top +
        Math.log(row.scores.reduce((sum, s) => sum + Math.exp(s - top), 0)) -
        (row.scores[row.target] ?? NaN)
      );
    };
    const rank = (row: Row) => row.scores.filter((s) => s > row.scores[row.target]!).length;
    const wanted: Record<string, number | Matrix> = {
      accuracy: counted.filter((row) => guess(row) === row.target).length / counted.length,
      top1: counted.filter((row) => guess(row) === row.target).length / counted.length,
      top3: counted.filter((row) => rank(row) < 3).length / counted.length,
      top5: counted.filter((row) => rank(row) < 5).length / counted.length,
      top9: 1,
      precision: macro(({ hits, predicted }) => (predicted === 0 ? 0 : hits / predicted)),
      recall: macro(({ hits, actual }) => (actual === 0 ? 0 : hits / actual)),
      f1: macro(({ hits, predicted, actual }) => (2 * hits) / (predicted + actual)),
      iou: macro(({ hits, predicted, actual }) => hits / (predicted + actual - hits)),
      perplexity: Math.exp(counted.reduce((sum, row) => sum + logLoss(row), 0) / counted.length),
      confusionMatrix: all.map((r) =>
        all.map((c) => counted.filter((row) => row.target === r && guess(row) === c).length),
      ),
    };

    it("are tested with a class that is predicted but never right, one that is neither, and every metric", () => {
      expect(cases.some(({ predicted, actual }) => predicted > 0 && actual === 0)).toBe(true);
      expect(met.length).toBeLessThan(classes);
    });

    for (const sizes of [[43], [20, 20, 3], [1, 41, 1]]) {
      it.each(Object.keys(wanted))(`%s in batches of ${sizes.join(", ")}`, async (name) => {
        expectClose(await ofClasses(open(), name, batches(rows, sizes)), wanted[name]!);
      });

      it(`auc in batches of ${sizes.join(", ")}, within its resolution`, async () => {
        const areas = all.flatMap((c) => {
          const likely = (row: Row) =>
            Math.exp((row.scores[c] ?? NaN) - row.scores[row.target]! - logLoss(row));
          const answers = counted.map((row) => ({
            probability: likely(row),
            target: Number(row.target === c),
          }));
          const area = exactArea(answers);
          return Number.isNaN(area) ? [] : [area];
        });
        const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length;
        expect(Math.abs(Number(await ofClasses(open(), "auc", batches(rows, sizes))) - mean)).toBeLessThan(
          0.01,
        );
      });
    }

    it("are the same for several batches as for one, exactly so for counts", async () => {
      for (const name of ["accuracy", "f1", "auc", "top3"])
        expect(await ofClasses(open(), name, batches(rows, [20, 20, 3]))).toBe(
          await ofClasses(open(), name, [rows]),
        );
    });

    it("are undefined if all rows are ignored", async () => {
      const ignored = rows.map((row) => ({ ...row, counted: false }));
      for (const name of ["accuracy", "precision", "f1", "iou", "perplexity", "auc"])
        expect(await ofClasses(open(), name, [ignored])).toBeNaN();
    });

    it("take the first of equal scores, also in the top k", async () => {
      const equal = [0, 1, 2].map((target): Row => ({ target, scores: [1, 1, 1] }));
      expect(await ofClasses(open(), "accuracy", [equal])).toBeCloseTo(1 / 3, 6);
      expect(await ofClasses(open(), "top2", [equal])).toBeCloseTo(2 / 3, 6);
    });
  });

  describe("of binary classifiers", () => {
    const answers = drawAnswers(37, 5);
    const yes = ({ probability }: Answer) => probability > 0.5;
    const hits = answers.filter((a) => yes(a) && a.target === 1).length;
    const predicted = answers.filter(yes).length;
    const actual = answers.filter(({ target }) => target === 1).length;
    const wanted: Record<string, number | Matrix> = {
      accuracy: answers.filter((a) => yes(a) === (a.target === 1)).length / answers.length,
      precision: hits / predicted,
      recall: hits / actual,
      f1: (2 * hits) / (predicted + actual),
      iou: hits / (predicted + actual - hits),
      confusionMatrix: [
        [answers.length - predicted - actual + hits, predicted - hits],
        [actual - hits, hits],
      ],
    };
    for (const sizes of [[37], [16, 16, 5]]) {
      it.each(Object.keys(wanted))(`%s in batches of ${sizes.join(", ")}`, async (name) => {
        expectClose(await ofBinary(open(), name, batches(answers, sizes)), wanted[name]!);
      });
      it(`auc in batches of ${sizes.join(", ")}, within its resolution`, async () => {
        const area = Number(await ofBinary(open(), "auc", batches(answers, sizes)));
        expect(Math.abs(area - exactArea(answers))).toBeLessThan(0.005);
      });
    }

    it("count saturated scores, and ties by half", async () => {
      const certain = [
        { target: 0, probability: 0 },
        { target: 1, probability: 1 },
        { target: 1, probability: 0 },
        { target: 0, probability: 1 },
      ];
      expect(await ofBinary(open(), "auc", [certain])).toBeCloseTo(0.5, 6);
      expect(await ofBinary(open(), "auc", [certain.slice(0, 2)])).toBe(1);
      expect(await ofBinary(open(), "auc", [certain.slice(0, 1)])).toBeNaN();
    });

    it("are 0, not undefined, if nothing is predicted or labelled positive", async () => {
      const none = [{ target: 0, probability: 0.1 }];
      for (const name of ["precision", "recall", "f1", "iou"])
        expect(await ofBinary(open(), name, [none])).toBe(0);
    });
  });

  describe("of regression", () => {
    const pairs = drawPairs(29, 3, 9);
    const flat = (of: (pair: Pair) => readonly number[]) => pairs.flatMap((pair) => of(pair));
    const [y, guess] = [flat(({ target }) => target), flat(({ predicted }) => predicted)];
    const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
    const wanted: Record<string, number> = {
      accuracy: mean(y.map((t, i) => Number(Math.abs(t - guess[i]!) < 0.5))),
      mae: mean(y.map((t, i) => Math.abs(t - guess[i]!))),
      rmse: Math.sqrt(mean(y.map((t, i) => (t - guess[i]!) ** 2))),
      r2: mean([0, 1, 2].map((c) => plainR2(pairs, c))),
    };
    for (const sizes of [[29], [13, 13, 3], [1, 28]]) {
      it.each(Object.keys(wanted))(`%s in batches of ${sizes.join(", ")}`, async (name) => {
        expectClose(await ofValues(open(), name, batches(pairs, sizes)), wanted[name]!);
      });
    }

    it("give the right R² for small changes around a large number", async () => {
      const years = pairs.map(({ target, predicted }) => ({
        target: target.map((x) => Math.fround(20_000 + x)),
        predicted: predicted.map((x) => Math.fround(20_000 + x)),
      }));
      const wanted = mean([0, 1, 2].map((c) => plainR2(years, c)));
      expect(Number(await ofValues(open(), "r2", batches(years, [13, 13, 3])))).toBeCloseTo(wanted, 5);
    });

    it("give R² 1 for a perfect prediction of a constant target, otherwise 0", async () => {
      const constant = [0.1, 0.1, 0.1].map((x) => ({ target: [x], predicted: [x] }));
      expect(await ofValues(open(), "r2", [constant])).toBe(1);
      const wrong = constant.map(({ target }, i) => ({ target, predicted: [i] }));
      expect(await ofValues(open(), "r2", batches(wrong, [2, 1]))).toBe(0);
    });
  });
}

/** R² of one column by plain loops. */
function plainR2(pairs: readonly Pair[], column: number): number {
  const y = pairs.map(({ target }) => target[column]!);
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const errors = pairs.reduce((sum, p) => sum + (p.target[column]! - p.predicted[column]!) ** 2, 0);
  return 1 - errors / y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** The fraction of pairs of a positive and a negative in which the positive scores higher; ties count half. */
function exactArea(answers: readonly Answer[]): number {
  const of = (target: number) => answers.filter((answer) => answer.target === target);
  let sum = 0;
  for (const yes of of(1))
    for (const no of of(0))
      sum += yes.probability > no.probability ? 1 : yes.probability === no.probability ? 0.5 : 0;
  return sum / (of(1).length * of(0).length);
}

function expectClose(got: number | Matrix, wanted: number | Matrix): void {
  if (typeof wanted !== "number") expect(got).toEqual(wanted);
  else expect(Math.abs(Number(got) - wanted) / Math.abs(wanted)).toBeLessThan(2e-6);
}

/** Scores for rows of classes 0 to 4. Class 5 is predicted but never a target, 6 is neither; some rows are ignored. */
function drawRows(count: number, classes: number, seed: number): Row[] {
  const random = draw(count * (classes + 2), seed);
  return Array.from({ length: count }, (_, row) => {
    const own = random.slice(row * (classes + 2), (row + 1) * (classes + 2));
    const scores = own.slice(0, classes).map((u, c) => Math.fround(c === 6 ? -9 : 6 * u - 3));
    const counted = own[classes]! > 0.2;
    return { scores, target: counted ? Math.floor(own[classes + 1]! * 5) : -100, counted };
  });
}

function drawAnswers(count: number, seed: number): Answer[] {
  const random = draw(2 * count, seed);
  return Array.from({ length: count }, (_, i) => {
    const target = Number(random[2 * i]! > 0.6);
    return { target, probability: Math.fround(0.7 * random[2 * i + 1]! + 0.3 * target) };
  });
}

function drawPairs(count: number, columns: number, seed: number): Pair[] {
  const random = draw(2 * count * columns, seed);
  return Array.from({ length: count }, (_, row) => {
    const target = Array.from({ length: columns }, (_, c) => Math.fround(8 * random[row * columns + c]! - c));
    const error = (c: number) => 2 * random[(count + row) * columns + c]! - 1;
    return { target, predicted: target.map((x, c) => Math.fround(x + error(c))) };
  });
}

function draw(size: number, seed: number): number[] {
  const values = new Float32Array(size);
  fillUniform(values, seed, 0, 0);
  return [...values];
}

function batches<T>(all: readonly T[], sizes: readonly number[]): T[][] {
  let start = 0;
  return sizes.map((size) => all.slice(start, (start += size)));
}

function ofClasses(runtime: Runtime, name: string, parts: readonly (readonly Row[])[]) {
  const classes = parts[0]![0]!.scores.length;
  return measured(runtime, name, "classes", parts, (rows) => ({
    scores: Float32Array.from(rows.flatMap(({ scores }) => scores)),
    target: Int32Array.from(rows.map(({ target }) => target)),
    counted: Float32Array.from(rows.map(({ counted }) => Number(counted !== false))),
    predictions: (builder) => {
      const scores = builder.feed("scores", float([rows.length, classes]));
      const { b } = builder;
      const total = b.log(b.sum(b.exp(scores), { axes: [1], keepDims: true }));
      return {
        scores,
        logProbabilities: b.sub(scores, total),
        target: builder.feed("target", int([rows.length])),
        counted: builder.feed("counted", float([rows.length])),
      };
    },
  }));
}

function ofBinary(runtime: Runtime, name: string, parts: readonly (readonly Answer[])[]) {
  return measured(runtime, name, "binary", parts, (answers) => ({
    probability: Float32Array.from(answers.map(({ probability }) => probability)),
    target: Float32Array.from(answers.map(({ target }) => target)),
    predictions: (builder) => ({
      probability: builder.feed("probability", float([answers.length, 1])),
      target: builder.feed("target", float([answers.length, 1])),
    }),
  }));
}

function ofValues(runtime: Runtime, name: string, parts: readonly (readonly Pair[])[]) {
  const columns = parts[0]![0]!.target.length;
  return measured(runtime, name, "values", parts, (pairs) => ({
    predicted: Float32Array.from(pairs.flatMap(({ predicted }) => predicted)),
    target: Float32Array.from(pairs.flatMap(({ target }) => target)),
    predictions: (builder) => ({
      predicted: builder.feed("predicted", float([pairs.length, columns])),
      target: builder.feed("target", float([pairs.length, columns])),
    }),
  }));
}

/** A metric over some batches, each with its own Program, added up as in training. */
async function measured<K extends keyof Predictions, T>(
  runtime: Runtime,
  name: string,
  kind: K,
  parts: readonly (readonly T[])[],
  make: (
    part: readonly T[],
  ) => { readonly predictions: (builder: ProgramBuilder) => Predictions[K] } & Record<string, unknown>,
): Promise<number | Matrix> {
  const metric = metricCalled(name)!;
  const measure = metric.of[kind] as unknown as Measure<Predictions[K]>;
  let totals: MetricTotals | undefined;
  for (const part of parts) {
    const { predictions, ...feeds } = make(part);
    const builder = new ProgramBuilder();
    const sums = measure.sums(builder.b, predictions(builder));
    builder.output(name, sums);
    const program = simplify(builder.finish());
    const size = sums.type.shape.reduce((product, n) => product * n, 1);
    totals ??= new MetricTotals([{ name, metric, measure, size, target: undefined } satisfies MetricOutput]);
    const session = runtime.open();
    const executable = await session.load(program, (_, outputs) => {
      totals!.add(outputs);
    });
    const arrays = Object.fromEntries(
      program.feeds.map((feed) => [feed.name, feeds[feed.name]]),
    ) as HostArrays;
    await executable.run(arrays, 0);
    await executable.drain();
    session.dispose();
  }
  return totals!.compute()[name]!;
}
