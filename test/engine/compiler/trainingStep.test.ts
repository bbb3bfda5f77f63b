import { describe, expect, it } from "vitest";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import { print } from "../../../engine/compiler/print";
import { statisticsStep, trainingStep } from "../../../engine/compiler/trainingStep";
import { infer } from "../../../engine/graph/infer";
import { parse } from "../../../engine/document/parse";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";

const xor = `{
  "netloom": 1,
  "nodes": {
    "data": { "type": "Dataset", "source": "xor" },
    "hidden": { "type": "Linear", "outFeatures": 8 },
    "tanh": { "type": "Tanh" },
    "score": { "type": "Linear", "outFeatures": 1 },
    "loss": { "type": "BCEWithLogitsLoss" }
  },
  "edges": [
    "data.input -> hidden",
    "hidden -> tanh",
    "tanh -> score",
    "score -> loss.input",
    "data.target -> loss.target"
  ],
  "training": { "batchSize": 4, "optimizer": { "type": "SGD", "learningRate": 1 }, "metrics": ["accuracy"] }
}`;

function typedXor() {
  const { graph, problems } = parse(xor);
  expect(problems).toEqual([]);
  const typed = infer(graph!);
  expect(typed.problems).toEqual([]);
  return typed;
}

describe("trainingStep", () => {
  it("is one readable Program of forward, backward and update", () => {
    const { program, metrics, scalars } = trainingStep(typedXor(), 4);
    expect(metrics.map(({ name }) => name)).toEqual(["accuracy"]);
    expect(scalars.map(({ feed, at }) => [feed, at(1, 1)])).toEqual([["optimizer/learningRate", 1]]);
    expect(print(program)).toMatchInlineSnapshot(`
      "feed %0: float32[4, 2] = data.input
      feed %1: float32[4, 1] = data.target
      feed %2: float32[] = optimizer/learningRate
      state %3: float32[8, 2] = hidden.weight
      state %4: float32[8] = hidden.bias
      state %5: float32[1, 8] = score.weight
      state %6: float32[1] = score.bias
      %7: float32[4, 8] = matmul(%0, %3) {transposeA=false transposeB=true}
      %8: float32[4, 8] = add(%7, %4)
      %9: float32[4, 8] = tanh(%8)
      %10: float32[4, 1] = matmul(%9, %5) {transposeA=false transposeB=true}
      %11: float32[4, 1] = add(%10, %6)
      %12: float32[4, 1] = softplus(%11)
      %13: float32[4, 1] = mul(%11, %1)
      %14: float32[4, 1] = sub(%12, %13)
      %15: float32[] = sum(%14) {axes=[0,1] keepDims=false}
      %16: float32[] = constant() {value=0.25}
      %17: float32[] = mul(%15, %16)
      %18: float32[4, 1] = sigmoid(%11)
      %19: float32[] = constant() {value=0.5}
      %20: float32[4, 1] = greater(%18, %19)
      %21: float32[4, 1] = greater(%1, %19)
      %22: float32[4, 1] = mul(%20, %21)
      %23: float32[] = constant() {value=1}
      %24: float32[4, 1] = broadcast(%23) {shape=[4,1]}
      %25: float32[1, 4] = reshape(%22) {shape=[1,4]}
      %26: float32[1, 4] = reshape(%20) {shape=[1,4]}
      %27: float32[1, 4] = reshape(%21) {shape=[1,4]}
      %28: float32[1, 4] = reshape(%24) {shape=[1,4]}
      %29: float32[4, 4] = concat(%25, %26, %27, %28) {axis=0}
      %30: float32[4] = sum(%29) {axes=[1] keepDims=false}
      %31: float32[1, 1] = reshape(%16) {shape=[1,1]}
      %32: float32[4, 1] = broadcast(%31) {shape=[4,1]}
      %33: float32[4, 1] = neg(%32)
      %34: float32[4, 1] = mul(%33, %1)
      %35: float32[4, 1] = mul(%31, %18)
      %36: float32[4, 1] = add(%34, %35)
      %37: float32[1] = sum(%36) {axes=[0] keepDims=false}
      %38: float32[4, 8] = matmul(%36, %5) {transposeA=false transposeB=false}
      %39: float32[1, 8] = matmul(%36, %9) {transposeA=true transposeB=false}
      %40: float32[4, 8] = mul(%9, %9)
      %41: float32[4, 8] = sub(%23, %40)
      %42: float32[4, 8] = mul(%38, %41)
      %43: float32[8] = sum(%42) {axes=[0] keepDims=false}
      %44: float32[8, 2] = matmul(%42, %0) {transposeA=true transposeB=false}
      %45: float32[8, 2] = mul(%44, %2)
      %46: float32[8, 2] = sub(%3, %45)
      %47: float32[8] = mul(%43, %2)
      %48: float32[8] = sub(%4, %47)
      %49: float32[1, 8] = mul(%39, %2)
      %50: float32[1, 8] = sub(%5, %49)
      %51: float32[1] = mul(%37, %2)
      %52: float32[1] = sub(%6, %51)
      next hidden.weight = %46
      next hidden.bias = %48
      next score.weight = %50
      next score.bias = %52
      output loss = %17
      output sum/loss.output = %15
      output accuracy = %30"
    `);
  });

  it("learns XOR on the reference runtime", async () => {
    const typed = typedXor();
    const { program } = trainingStep(typed, 4);
    const losses: number[] = [];
    const session = new ReferenceRuntime().open();
    const executable = await session.load(program, (_, { loss }) => losses.push(loss![0]!));
    await session.write(initialWeights(typed, 1));
    const feeds = {
      "data.input": Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1),
      "data.target": Float32Array.of(0, 1, 1, 0),
      "optimizer/learningRate": Float32Array.of(1),
    };
    for (let step = 1; step <= 300; step++) await executable.run(feeds, step);
    expect(losses[0]).toBeGreaterThan(0.5);
    expect(losses.at(-1)).toBeLessThan(0.05);
  });

  it("outputs statistics of every weight and activation without changing training", () => {
    const program = statisticsStep(typedXor(), 4);
    const names = program.outputs.map(({ name }) => name);
    for (const weight of ["hidden.weight", "hidden.bias", "score.weight", "score.bias"]) {
      expect(names).toContain(`probe/${weight}/gradientNorm`);
      expect(names).toContain(`probe/${weight}/gradientHistogram/counts`);
    }
    expect(names).toContain("probe/tanh.output/deadShare");
    expect(program.state.filter(({ next }) => next)).toEqual([]);
  });
});
