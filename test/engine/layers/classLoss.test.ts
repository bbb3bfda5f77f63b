import { applyTextEdits } from "../../../engine/document/textEdits";
import { findFixes } from "../../../engine/fixes/findFixes";
import { applyEdit } from "../../../engine/document/applyEdit";
import { describe, expect, it } from "vitest";
import { gradientStep } from "../../../engine/compiler/gradientStep";
import { lower } from "../../../engine/compiler/lower";
import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import { documentOf, typedOf } from "../graph/documents";
import { layerAlone, problemsOf, runLayer, type Arriving } from "./runLayer";

const whole = (...shape: number[]) => ({ shape, dtype: "int32" as const });

const losses = ["CrossEntropyLoss", "NLLLoss", "FocalLoss", "MultiMarginLoss"];

describe.each(losses)("%s", (type) => {
  const ports = { input: [3], target: whole() };
  const options = { batchSize: 2 };

  it("is not a number for a class that does not exist, above or below", async () => {
    for (const target of [
      [1, 3],
      [1, -1],
    ]) {
      const { outputs } = await runLayer({ type }, ports, { input: [1, 2, 3, 3, 2, 1], target }, options);
      expect(outputs.output).toEqual([NaN]);
    }
  });

  it("refuses a list that has not one number for each class", () => {
    const param = type === "FocalLoss" ? "alpha" : "weight";
    const problems = problemsOf({ type, [param]: [1, 2] }, ports);
    expect(problems).toMatchObject([{ code: "weight-count", param }]);
    expect(problems[0]?.message).toContain("2 numbers for 3 classes");
  });

  it("refuses fewer scores than a dataset has classes", () => {
    const document = layerAlone({ type }, ports);
    const { infer } = document.nodes.get("layer")!.layer;
    const target = { shape: ["N"], dtype: "int32", classes: 4 } as const;
    const input = (port: string) =>
      port === "target" ? target : ({ shape: ["N", 3], dtype: "float32" } as const);
    const { params } = document.nodes.get("layer")!;
    expect(() => infer({ params: params!, inputs: {}, input, facts: undefined })).toThrow(/4 outputs/);
  });
});

describe("where the classes are", () => {
  const refused: [string, object, Record<string, Arriving>, RegExp][] = [
    ["on the last axis", {}, { input: [5, 3], target: whole(5) }, /set dim to -1/],
    ["on axis 1", { dim: -1 }, { input: [3, 5], target: whole(5) }, /needs 3 class indices/],
    ["on the batch", { dim: 0 }, { input: [3], target: whole() }, /is the batch/],
    ["on an axis that does not exist", { dim: 2 }, { input: [3], target: whole() }, /does not exist/],
    ["in an image without places", {}, { input: [3, 4, 4], target: whole() }, /Flatten and Linear/],
    ["in a target with places", {}, { input: [3], target: whole(1) }, /one class index per sample/],
    ["nowhere", {}, { input: [], target: whole() }, /one score per class/],
    ["in a target of another size", {}, { input: [3, 4, 4], target: whole(4, 5) }, /4×4 class indices/],
  ];
  it.each(refused)("%s: is refused", (_, params, ports, words) => {
    for (const type of ["CrossEntropyLoss", "NLLLoss", "FocalLoss"]) {
      const problems = problemsOf({ type, ...params }, ports);
      expect(problems.map(({ message }) => message)).toEqual([expect.stringMatching(words)]);
    }
  });

  it("is the same loss on either axis", async () => {
    const values = Array.from({ length: 24 }, (_, i) => Math.sin(i));
    const turned = Array.from({ length: 24 }, (_, i) => {
      const [sample, place, of] = [Math.floor(i / 12), Math.floor(i / 3) % 4, i % 3];
      return values[sample * 12 + of * 4 + place]!;
    });
    const target = [0, 1, 2, 1, 2, 2, 0, 1];
    const run = (dim: number, shape: readonly number[], input: readonly number[]) =>
      runLayer(
        { type: "CrossEntropyLoss", dim, weight: [1, 2, 3] },
        { input: shape, target: whole(4) },
        { input, target },
        { batchSize: 2 },
      );
    const [first, last] = [await run(1, [3, 4], values), await run(-1, [4, 3], turned)];
    expect(first.outputs.output![0]).toBeCloseTo(last.outputs.output![0]!, 12);
  });
});

describe("the target of CrossEntropyLoss", () => {
  it("is refused where it is of the other kind", () => {
    const type = "CrossEntropyLoss";
    expect(problemsOf({ type }, { input: [3], target: [3] })).toMatchObject([
      { code: "dtype-mismatch", message: expect.stringMatching(/set target to "probabilities"/) },
    ]);
    expect(problemsOf({ type, target: "probabilities" }, { input: [3], target: whole() })).toMatchObject([
      { code: "dtype-mismatch", message: expect.stringMatching(/set target to "classes"/) },
    ]);
    expect(problemsOf({ type, target: "probabilities" }, { input: [3], target: [2] })).toMatchObject([
      { code: "shape-mismatch" },
    ]);
  });
});

describe("a batch in which no row counts", () => {
  const ignored = { input: [1, 2, 3, 3, 2, 1], target: [1, 1] };
  it.each([
    { type: "CrossEntropyLoss", ignoreIndex: 1 },
    { type: "CrossEntropyLoss", ignoreIndex: 1, labelSmoothing: 0.1 },
    { type: "CrossEntropyLoss", weight: [1, 0, 1] },
    { type: "NLLLoss", ignoreIndex: 1 },
    { type: "FocalLoss", ignoreIndex: 1 },
  ])("has the loss 0 and no gradient, where PyTorch's mean of nothing is NaN: %o", async (layer) => {
    const ports = { input: [3], target: whole() };
    expect((await runLayer(layer, ports, ignored, { batchSize: 2 })).outputs.output).toEqual([0]);
    const program = gradientStep(layerAlone(layer, ports), { batchSize: 2, training: true });
    const session = new ReferenceRuntime().open();
    let gradient: number[] = [];
    const executable = await session.load(program, (_, outputs) => {
      gradient = [...outputs["grad/from_input.output"]!];
    });
    const feeds = { "from_input.output": ignored.input, "from_target.output": ignored.target };
    await executable.run(
      Object.fromEntries(Object.entries(feeds).map(([name, values]) => [name, Float64Array.from(values)])),
      1,
    );
    session.dispose();
    expect(gradient.map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe("the gradient of a focal loss", () => {
  it.each([
    [{ type: "FocalLoss", gamma: 0.5 }, whole(), Int32Array.of(0)],
    [{ type: "SigmoidFocalLoss", gamma: 0.5 }, [2], Float64Array.of(1, 0)],
  ])("is 0 where PyTorch's power has none: %o", async (layer, target, numbers) => {
    const program = gradientStep(layerAlone(layer, { input: [2], target }), { batchSize: 1, training: true });
    const session = new ReferenceRuntime().open();
    let gradient: number[] = [];
    const executable = await session.load(program, (_, outputs) => {
      gradient = [...outputs["grad/from_input.output"]!];
    });
    await executable.run(
      { "from_input.output": Float64Array.of(1000, -1000), "from_target.output": numbers },
      1,
    );
    session.dispose();
    expect(gradient.map(Math.abs)).toEqual([0, 0]);
  });
});

describe("what metrics get", () => {
  async function judged(layer: object, ports: Record<string, Arriving>, numbers: Record<string, number[]>) {
    const typed = layerAlone(layer, ports);
    const builder = new ProgramBuilder();
    const { context, typed: node } = lower(builder, typed, { batchSize: 2, training: false }).get("layer")!;
    const judgement = node.layer.predictions!.classes!(context);
    for (const [name, value] of Object.entries(judgement)) builder.output(name, value);
    const session = new ReferenceRuntime().open();
    const found: Record<string, number[]> = {};
    const executable = await session.load(builder.finish(), (_, outputs) => {
      for (const [name, values] of Object.entries(outputs)) found[name] = [...values];
    });
    await executable.run(
      Object.fromEntries(
        Object.entries(numbers).map(([port, values]) => [
          `from_${port}.output`,
          port === "target" ? Int32Array.from(values) : Float64Array.from(values),
        ]),
      ),
      1,
    );
    session.dispose();
    return found;
  }

  it("is a row for each place, whose ignored ones do not count", async () => {
    const input = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const target = [0, 1, 2, -100, 1, 0];
    const {
      scores,
      target: rows,
      counted,
    } = await judged({ type: "CrossEntropyLoss" }, { input: [2, 3], target: whole(3) }, { input, target });
    expect(scores).toEqual([1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12]);
    expect(rows).toEqual(target);
    expect(counted).toEqual([1, 1, 1, 0, 1, 1]);
  });

  it("is of InfoNCELoss its own key and the best other, whatever the batch's size", async () => {
    const { scores, logProbabilities, target } = await judged(
      { type: "InfoNCELoss", normalize: false, temperature: 1 },
      { query: [2], key: [2] },
      { query: [1, 0, 1, 0], key: [Math.log(3), 0, 0, 1] },
    );
    const expected = [0.75, 0.25, 0.25, 0.75].map(Math.log);
    expected.forEach((value, i) => {
      expect(scores![i]).toBeCloseTo(value, 12);
      expect(logProbabilities![i]).toBeCloseTo(value, 12);
    });
    expect(target).toEqual([0, 0]);
  });

  it("has the logarithms of probabilities", async () => {
    const { logProbabilities } = await judged(
      { type: "FocalLoss", dim: -1 },
      { input: [1, 2], target: whole(1) },
      { input: [0, 0, Math.log(3), 0], target: [0, 1] },
    );
    const expected = [0.5, 0.5, 0.75, 0.25].map(Math.log);
    logProbabilities!.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12));
  });
});

it("labels counted from 1 are said to be", () => {
  const label = { shape: [], dtype: "int32", classes: 4, range: { low: 1, high: 3 } } as const;
  const image = { shape: [3], dtype: "float32" } as const;
  const facts = { d: { samples: 9, ports: { image, label } } };
  const textOf = (classes: number) =>
    documentOf(
      `"d": { "type": "Dataset", "source": "idx", "images": "i", "labels": "l" },
         "a": { "type": "Linear", "outFeatures": ${String(classes)} }, "loss": { "type": "CrossEntropyLoss" }`,
      ["d.image -> a", "a -> loss.input", "d.label -> loss.target"],
    );
  const message = (classes: number) => typedOf(textOf(classes), facts).problems[0]?.message;
  expect(message(3)).toContain("the labels range from 1 to 3, while classes count from 0");
  expect(message(2)).toContain("the target has 4");
  // No output is wasted on a class 0 that no row has.
  const [text, typed] = [textOf(3), typedOf(textOf(3), facts)];
  const fixes = findFixes({ text, typed, facts }, typed.problems[0]!);
  expect(fixes.map(({ title }) => title)).toEqual(['Subtract 1 from the labels between "d" and "loss"']);
  const applied = applyEdit(text, fixes[0]!.edit);
  if ("refused" in applied) throw new Error(applied.refused);
  expect(typedOf(applyTextEdits(text, applied.edits), facts).problems).toEqual([]);
});
