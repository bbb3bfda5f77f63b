import { describe, expect, it } from "vitest";
import { diagnosisStep } from "../../../engine/compiler/diagnosisStep";
import { gradientStep } from "../../../engine/compiler/gradientStep";
import { initialWeights } from "../../../engine/compiler/initialWeights";
import type { Program } from "../../../engine/compiler/program";
import { statisticsStep, trainingStep } from "../../../engine/compiler/trainingStep";
import { weightsOf } from "../../../engine/compiler/weights";
import { diagnose } from "../../../engine/diagnosis/diagnose";
import { afterStatistics, nothingObserved } from "../../../engine/diagnosis/observed";
import { parse } from "../../../engine/document/parse";
import { infer } from "../../../engine/graph/infer";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import { sizeOf } from "../../../engine/tensor/tensor";
import { firstOf } from "../../../engine/training/findCause";
import { lossNotFinite } from "../../../engine/training/lossNotFinite";
import { matchWeights } from "../../../engine/training/startingWeights";
import { readStatistics } from "../../../engine/training/statistics";
import { withPaths } from "../graph/withPaths";
import { runProgram } from "../runProgram";

const document = JSON.stringify({
  netloom: 1,
  nodes: {
    x: { type: "Input", shape: [6] },
    y: { type: "Input", shape: [2] },
    hidden: { type: "Linear", outFeatures: 4 },
    relu: { type: "ReLU" },
    zero: { type: "Constant", value: 0 },
    ratio: { type: "Divide" },
    head: { type: "Linear", outFeatures: 2 },
    loss: { type: "MSELoss" },
  },
  edges: [
    "x -> hidden",
    "hidden -> relu",
    "relu -> ratio",
    "zero -> ratio.other",
    "ratio -> head",
    "head -> loss.input",
    "y -> loss.target",
  ],
  training: { optimizer: { type: "Adam", learningRate: 0.1 } },
});
const finite = document.replace('"value":0', '"value":1');
/** Prefixes as for nested blocks, some of them repeated. */
const depths = ["", "stage1/", "stage1/0/", "a/b/12/c/3/"];

function typedAt(prefix: string, text = document): TypedGraph {
  const { graph } = parse(text);
  return infer(withPaths(graph!, (id) => `${prefix}${id}`));
}

/** The outputs of one step from the initial weights, on data of ones. */
const outputsOf = (typed: TypedGraph, program: Program) => runProgram(program, initialWeights(typed, 1));

describe.each(depths)("nodes at the path %j", (at) => {
  it("are named as the first that became NaN or infinite", async () => {
    const typed = typedAt(at);
    const { program, examined } = diagnosisStep(typed, 3);
    const cause = firstOf(examined, await outputsOf(typed, program));
    expect(cause?.suspect).toEqual({ kind: "value", node: `${at}ratio`, port: "output" });
    const { message, details } = lossNotFinite(7, { step: 7, ...cause! });
    expect(message).toBe(
      `At step 7, the output ${at}ratio.output is the first value that is NaN or infinite.`,
    );
    expect(details.nodeId).toBe(`${at}ratio`);
    expect(examined.map(({ suspect }) => suspect)).toContainEqual({
      kind: "optimizer",
      state: "exp_avg",
      node: `${at}hidden`,
      weight: "weight",
    });
  });

  it("are named in the statistics of weights and activations, and in diagnoses of these", async () => {
    const typed = typedAt(at, finite);
    const program = statisticsStep(typed, 3);
    const event = readStatistics(typed, program.outputs, "run", 1, await outputsOf(typed, program));
    expect(event.weights.map(({ node, name }) => `${node} ${name}`)).toEqual([
      `${at}hidden weight`,
      `${at}hidden bias`,
      `${at}head weight`,
      `${at}head bias`,
    ]);
    expect(event.activations).toMatchObject([{ node: `${at}relu`, follows: `${at}hidden` }]);
    const changed = event.weights.map((weight) =>
      weight.node === `${at}head` ? { ...weight, gradientNorm: NaN, notFinite: 1 } : weight,
    );
    const observed = afterStatistics(nothingObserved, { ...event, weights: changed });
    const { findings } = diagnose([...observed.weights.values()], [], undefined);
    expect(findings[0]).toMatchObject({ node: `${at}head`, condition: { kind: "not-finite" } });
    expect([...findings[0]!.keys].sort()).toEqual([`${at}head.bias`, `${at}head.weight`]);
  });

  it("are part of the names and tags of a gradient pass's outputs", () => {
    const typed = typedAt(at, finite);
    const outputs = gradientStep(typed, { batchSize: 3, training: true }).outputs;
    const tagOf = new Map(outputs.map(({ name, tag }) => [name, tag]));
    expect(tagOf.get(`value/${at}relu.output`)).toEqual({ kind: "value", node: `${at}relu`, port: "output" });
    expect(tagOf.get(`grad/${at}head.weight`)).toEqual({ kind: "gradient", of: `${at}head.weight` });
  });

  it("get their weights from a checkpoint, whose optimizer state is not reported as unknown", () => {
    const typed = typedAt(at, finite);
    const shapes = trainingStep(typed, 3).program.state.map(
      ({ name, value }) => [name, value.type.shape] as const,
    );
    const tensors = new Map(
      shapes.map(([name, shape]) => [name, { shape, data: new Float32Array(sizeOf(shape)) }]),
    );
    const { report } = matchWeights(weightsOf(typed), tensors, "last.safetensors");
    expect(report.matched.names).toEqual(weightsOf(typed).map(({ name }) => name));
    expect(report.matched.names).toContain(`${at}hidden.weight`);
    expect([report.onlyInFile.count, report.otherShape.count, report.onlyInModel.count]).toEqual([0, 0, 0]);
  });
});
