import { describe, expect, it } from "vitest";
import { parse } from "../../../engine/document/parse";
import { infer } from "../../../engine/graph/infer";
import { trainable } from "../../../engine/graph/trainable";
import { watchWarnings } from "../../../engine/graph/watchProblems";
import { watchableNames } from "../../../engine/graph/figures";
import { moons } from "../training/models";

function typedOf(training: object) {
  const text = moons(training);
  const { graph, problems } = parse(text);
  expect(problems).toEqual([]);
  return { text, typed: infer(graph!) };
}

describe("what training watches", () => {
  it.each(["validation.loss", "loss", "validation.accuracy", "accuracy"])("may be %s", (watch) => {
    expect(trainable(typedOf({ watch }).typed)).toEqual([]);
  });

  it.each([
    ["valdiation.loss", 'The run has no figure "valdiation.loss" to watch. Did you mean "validation.loss"?'],
    [
      "gain",
      'The run has no figure "gain" to watch. Use one of "validation.loss", "validation.accuracy", "loss", "accuracy".',
    ],
    ["f1", '"f1" is not measured. Add "f1" to the metrics, or watch "validation.loss".'],
    [
      "validation.confusionMatrix",
      '"validation.confusionMatrix" is a table and cannot be watched. Watch a number, such as "validation.loss".',
    ],
  ])("is reported at its place if it is %s", (watch, message) => {
    const { text, typed } = typedOf({ watch });
    const [problem, ...others] = trainable(typed);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "unknown-figure", severity: "error", setting: "watch", message });
    expect(text.substring(problem!.range.offset, problem!.range.offset + problem!.range.length)).toBe(
      JSON.stringify(watch),
    );
  });

  it("is of one loss if several have the metric", () => {
    const { graph } = parse(
      JSON.stringify({
        netloom: 1,
        nodes: {
          data: { type: "Dataset", source: "moons" },
          a: { type: "Linear", outFeatures: 2 },
          first: { type: "CrossEntropyLoss" },
          second: { type: "CrossEntropyLoss" },
        },
        edges: [
          "data.input -> a",
          ...["first", "second"].flatMap((loss) => [`a -> ${loss}.input`, `data.label -> ${loss}.target`]),
        ],
        training: { metrics: ["accuracy"], watch: "validation.first.accuracy" },
      }),
    );
    const typed = infer(graph!);
    expect(trainable(typed)).toEqual([]);
    expect(watchableNames(typed)).toContain("second.accuracy");
  });

  it("is reported if it is of a validation set that does not exist, but not by default", () => {
    const codes = (training: object, rows: number) =>
      watchWarnings(typedOf(training).typed, rows).map(({ code, setting }) => `${code} ${String(setting)}`);
    expect(codes({}, 0)).toEqual([]);
    expect(codes({ watch: "accuracy", patience: 2 }, 0)).toEqual([]);
    expect(codes({ watch: "validation.accuracy" }, 40)).toEqual([]);
    expect(codes({ watch: "validation.accuracy" }, 0)).toEqual(["watch-without-validation watch"]);
    expect(codes({ patience: 2 }, 0)).toEqual(["watch-without-validation patience"]);
  });
});
